import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetStatus } from '../contract/dataset-status'
import { LabError } from '../../core/base/lab-error'
import { DataFiles } from './files/data-files'
import { requireDiskSpace } from '../download/disk-space'
import { cancelled, describeFailure } from '../download/failure'
import { fetchFastest } from './fetch-fastest'
import { describeFault } from './files/file-fault'
import type { DatasetFile } from './files/manifest'
import { placeFiles, preparePlace } from './files/place-dataset'
import type { Source, SourceContext } from './sources/source'
import { claimWorkFolder } from './files/work-folder'
import { makeFolder } from '../storage/make-folder'

export type DownloadPhase = Extract<DatasetStatus, { state: 'downloading' }>['phase']

export interface DatasetJob extends SourceContext {
  /** Where the data set is to be. */
  readonly folder: string
  /** The files that are not there, or not as they should be. */
  readonly wanted: readonly DatasetFile[]
  /** Several: the fastest of them. */
  readonly sources: readonly Source[]
  readonly now: () => Date
  readonly report: (phase: DownloadPhase, source: string, done: number, total: number) => void
}

/**
 * Gets the wanted files, verifies them and puts them in their places; the others stay untouched. Several processes may
 * do so at once: each works in a folder of its own.
 * @returns the source that they came from, for people
 * @throws LabError; what was downloaded is kept for the next attempt
 */
export async function fetchDataset(job: DatasetJob): Promise<string> {
  const { sources, wanted } = job
  const place = await preparePlace(
    job.folder,
    wanted.map((file) => file.name)
  )
  const work = await claimWorkFolder(place)
  let from = ''
  try {
    await requireDiskSpace(place, spaceFor(job) - (await heldBy(work.folder)))
    const fetch = async (source: Source): Promise<void> => {
      await fetchFrom(source, work.folder, place, job)
      from = source.label
    }
    const [only, ...others] = sources
    if (only !== undefined && others.length === 0) await fetch(only)
    else {
      job.report('choosing', '', 0, 0)
      await fetchFastest(sources, job, fetch)
    }
  } catch (error) {
    await work.release()
    throw error
  }
  await work.remove()
  return from
}

async function fetchFrom(source: Source, work: string, place: string, job: DatasetJob): Promise<void> {
  const { manifest, wanted, signal } = job
  const partialFolder = path.join(work, source.id)
  const filesFolder = path.join(work, 'files')
  try {
    await makeFolder(partialFolder)
    await rm(filesFolder, { recursive: true, force: true })
    job.report('downloading', source.label, 0, 0)
    await source.fetch({
      ...job,
      partialFolder,
      filesFolder,
      report: (phase, done, total) => job.report(phase, source.label, done, total)
    })
    const faults = await new DataFiles(filesFolder, { ...manifest, files: [...wanted] }).verify({
      signal,
      onBytes: (done, total) => job.report('verifying', source.label, done, total)
    })
    if (faults.length > 0) {
      throw new LabError(
        'data-corrupt',
        `The ${source.label} delivered files that are not those of ${manifest.name}: ${faults.map(describeFault).join('; ')}.`,
        'Use another source or a local archive.'
      )
    }
    await placeFiles(
      filesFolder,
      place,
      wanted.map((file) => file.name)
    )
  } catch (error) {
    throw signal.aborted ? cancelled() : describeFailure(error, `The ${source.label}`)
  } finally {
    await rm(filesFolder, { recursive: true, force: true })
  }
}

/** Bytes that a job takes at its height. A download takes at most what it unpacks to; a copy has nothing to unpack. */
function spaceFor({ manifest, wanted, sources }: DatasetJob): number {
  const sizeOf = (files: readonly DatasetFile[]): number => files.reduce((sum, file) => sum + file.bytes, 0)
  const downloads = sources.some((source) => source.id !== 'local')
  return sizeOf(wanted) + (downloads ? sizeOf(manifest.files) : 0)
}

/** Bytes that an earlier attempt has left. */
async function heldBy(work: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(work, { withFileTypes: true })) {
    const inside = path.join(work, entry.name)
    bytes += entry.isDirectory() ? await heldBy(inside) : (await stat(inside)).size
  }
  return bytes
}
