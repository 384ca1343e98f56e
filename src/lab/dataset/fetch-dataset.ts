import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetStatus } from '../contract/dataset-status'
import { makeRecord, readRecord, verifyFiles } from './dataset-record'
import { requireDiskSpace } from './disk-space'
import { cancelled, describeFailure } from './failure'
import { fetchFastest } from './fetch-fastest'
import { installDataset } from './install-dataset'
import type { Source, SourceContext } from './source'
import { claimWorkFolder } from './work-folder'
import { makeFolder } from '../storage/make-folder'

export type DownloadPhase = Extract<DatasetStatus, { state: 'downloading' }>['phase']

export interface DatasetJob extends SourceContext {
  /** Where the data set is to be. */
  readonly folder: string
  /** Several: the fastest of them. */
  readonly sources: readonly Source[]
  readonly now: () => Date
  readonly report: (phase: DownloadPhase, source: string, done: number, total: number) => void
}

/**
 * Gets, verifies and installs a data set. Several processes may do so at once: each works in a folder of its own.
 * @throws LabError; what was downloaded is kept for the next attempt
 */
export async function fetchDataset(job: DatasetJob): Promise<void> {
  const { folder, sources } = job
  const work = await claimWorkFolder(folder)
  try {
    await requireDiskSpace(path.dirname(folder), spaceFor(job) - (await heldBy(work.folder)))
    const [only, ...others] = sources
    if (only !== undefined && others.length === 0) await fetchFrom(only, work.folder, job)
    else {
      job.report('choosing', '', 0, 0)
      await fetchFastest(sources, job, (source) => fetchFrom(source, work.folder, job))
    }
  } catch (error) {
    await work.release()
    throw error
  }
  await work.remove()
}

async function fetchFrom(source: Source, work: string, job: DatasetJob): Promise<void> {
  const { manifest, signal } = job
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
    await verifyFiles(filesFolder, manifest, signal, (done, total) =>
      job.report('verifying', source.label, done, total)
    )
    // Another process may have been faster.
    if ((await readRecord(job.folder, manifest)) !== undefined && !(await isBroken(job))) return
    const record = makeRecord(manifest, source.label, job.now())
    await installDataset(filesFolder, job.folder, path.join(work, 'replaced'), manifest, record)
  } catch (error) {
    throw signal.aborted ? cancelled() : describeFailure(error, `The ${source.label}`)
  } finally {
    await rm(filesFolder, { recursive: true, force: true })
  }
}

/** Bytes that a job takes at its height. A download takes at most what it unpacks to; a copy has nothing to unpack. */
function spaceFor({ manifest, sources }: DatasetJob): number {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  return sources.some((source) => source.id !== 'local') ? 2 * bytes : bytes
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

async function isBroken({ folder, manifest, signal }: DatasetJob): Promise<boolean> {
  try {
    await verifyFiles(folder, manifest, signal)
    return false
  } catch {
    // Corrupt or unreadable: the fresh files take its place.
    return true
  }
}
