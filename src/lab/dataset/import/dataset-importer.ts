import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import type { DownloadableSet } from '../../../core/data/downloadable-sets'
import type { ImportRequest, ImportStatus } from '../../contract/dataset-import'
import { describeFailure } from '../../download/failure'
import { importArchive } from '../export/import-archive'
import { downloadSet, packageLabel, type SetDownload } from '../sources/download-set'
import { importProgress } from './import-progress'
import { type ImportWork, makeDataset } from './make-dataset'

type Done = Extract<ImportStatus, { state: 'done' }>

interface ImporterOptions extends Pick<ImportWork, 'reserved' | 'decoder' | 'now'> {
  /** `datasets` in the data folder. */
  readonly folder: string
  /** Those that can be asked for by their ids. */
  readonly downloadable: readonly DownloadableSet[]
  readonly environment: SetDownload['environment']
  readonly timing?: SetDownload['timing']
  readonly onChange: (status: ImportStatus) => void
  /** Milliseconds, monotonic. */
  readonly clock: () => number
}

/** Makes data sets of what is on this computer or can be downloaded, one at a time. */
export class DatasetImporter {
  readonly #options: ImporterOptions
  #status: ImportStatus = { state: 'none' }
  #job: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined

  constructor(options: ImporterOptions) {
    this.#options = options
  }

  get status(): ImportStatus {
    return this.#status
  }

  /**
   * Starts an import and returns; the status tells how it gets on and how it ends.
   * @param request its path is absolute
   * @param source what its card says that it was made of; an exported file and a download say so themselves
   * @throws LabError 'busy'; 'not-found' for what cannot be downloaded
   */
  begin(request: ImportRequest, source = ''): void {
    if (this.#job !== undefined) {
      throw new LabError(
        'busy',
        'Another import is under way.',
        'Wait until it is complete, or cancel it first.'
      )
    }
    const name = this.#nameOf(request)
    const abort = new AbortController()
    // Each image on its way listens to it.
    setMaxListeners(0, abort.signal)
    const ended = this.#run(name, () => this.#import(request, source, abort.signal)).finally(
      () => (this.#job = undefined)
    )
    this.#job = { abort, ended }
  }

  /** How the import under way ended, or the last one. */
  async ended(): Promise<ImportStatus> {
    await this.#job?.ended
    return this.#status
  }

  /** Nothing of it stays but what was downloaded. Resolves when it has ended. */
  async cancel(): Promise<void> {
    const job = this.#job
    job?.abort.abort()
    await job?.ended
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  async #run(name: string, work: () => Promise<Done>): Promise<void> {
    this.#tell(looking(name))
    try {
      this.#tell(await work())
    } catch (thrown) {
      const failure = describeFailure(thrown, 'The import')
      this.#tell(
        failure.code === 'cancelled' ? { state: 'none' } : { state: 'failed', name, error: failure.toData() }
      )
    }
  }

  async #import(request: ImportRequest, source: string, signal: AbortSignal): Promise<Done> {
    const { folder, reserved, decoder, environment, timing, clock, now } = this.#options
    const report = (phase: Parameters<typeof importProgress>[0]) =>
      importProgress(phase, this.#nameOf(request), clock, (status) => this.#tell(status))
    const work = { datasets: folder, reserved, decoder, signal, onProgress: report('decoding'), now }
    switch (request.kind) {
      case 'folder':
      case 'known':
        return makeDataset(request, source, work)
      case 'archive': {
        const { path: file } = request
        const job = { file, datasets: folder, reserved, signal, onProgress: report('copying') }
        return { state: 'done', ...(await importArchive(job)), findings: [] }
      }
      case 'download': {
        const set = this.#setCalled(request.set)
        const { name } = set
        const job = { folder, environment, signal, onProgress: report('downloading') }
        return downloadSet(set, timing === undefined ? job : { ...job, timing }, (tarball) => {
          this.#tell(looking(name))
          return makeDataset({ kind: 'known', path: tarball, name, set: name }, packageLabel(set), work)
        })
      }
    }
  }

  /** For people. */
  #nameOf(request: ImportRequest): string {
    switch (request.kind) {
      case 'folder':
      case 'known':
        return request.name
      case 'archive':
        return path.basename(request.path)
      case 'download':
        return this.#setCalled(request.set).name
    }
  }

  #setCalled(id: string): DownloadableSet {
    const { downloadable } = this.#options
    const set = downloadable.find((one) => one.id === id)
    if (set !== undefined) return set
    const ids = downloadable.map((one) => one.id).join(', ')
    throw new LabError('not-found', `There is no data set “${id}” to download.`, `There is: ${ids}.`)
  }

  #tell(status: ImportStatus): void {
    this.#status = status
    this.#options.onChange(status)
  }
}

const looking = (name: string): ImportStatus => ({
  state: 'running',
  name,
  phase: 'looking',
  done: 0,
  total: 0
})
