import { setMaxListeners } from 'node:events'
import { LabError } from '../../../core/base/lab-error'
import type { ExportForm, TransferProgress } from '../../contract/dataset-transfer'
import { userPathError } from '../../storage/storage-error'
import type { DataFiles } from '../files/data-files'
import { exportArchive } from './export-archive'
import { exportFolder } from './export-folder'
import { importArchive, type ImportedArchive } from './import-archive'

/** Between two messages of how far it is. */
const reportMs = 200

interface TransferOptions {
  /** `datasets` in the data folder. */
  readonly folder: string
  /** Ids that belong to data sets which may not be there yet. */
  readonly reserved: readonly string[]
  readonly onProgress: (progress: TransferProgress) => void
  /** Told when there is another data set. */
  readonly onAdded: () => void
  /** Milliseconds, monotonic. */
  readonly clock: () => number
}

type Report = (done: number, total: number) => void

/** Takes data sets out of the data folder and into it, one at a time. */
export class DatasetTransfer {
  readonly #options: TransferOptions
  #job: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined

  constructor(options: TransferOptions) {
    this.#options = options
  }

  /** @param target absolute @throws LabError */
  async export(dataFiles: DataFiles, as: ExportForm, target: string): Promise<void> {
    const write = as === 'file' ? exportArchive : exportFolder
    await this.#run('export', as === 'file' ? 'bytes' : 'images', async (signal, onProgress) =>
      write({ dataFiles, target, signal, onProgress }).catch((thrown: unknown) => {
        throw userPathError(thrown, 'write', target)
      })
    )
  }

  /** @param file absolute @throws LabError */
  async import(file: string): Promise<ImportedArchive> {
    const { folder, reserved, onAdded } = this.#options
    const imported = await this.#run('import', 'bytes', (signal, onProgress) =>
      importArchive({ file, datasets: folder, reserved, signal, onProgress })
    )
    onAdded()
    return imported
  }

  /** Nothing of it stays. Resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#job?.abort.abort()
    await this.#job?.ended
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  async #run<T>(
    what: TransferProgress['what'],
    unit: TransferProgress['unit'],
    work: (signal: AbortSignal, report: Report) => Promise<T>
  ): Promise<T> {
    if (this.#job !== undefined) {
      throw new LabError(
        'busy',
        'Another data set is being exported, or imported from a file.',
        'Wait until it is complete, or cancel it first.'
      )
    }
    const { clock, onProgress } = this.#options
    const abort = new AbortController()
    // Each file on its way listens to it.
    setMaxListeners(0, abort.signal)
    let told = clock()
    const result = work(abort.signal, (done, total) => {
      if (clock() - told < reportMs && done < total) return
      told = clock()
      onProgress({ what, unit, done, total })
    })
    this.#job = { abort, ended: result.catch(() => undefined) }
    try {
      return await result
    } finally {
      this.#job = undefined
    }
  }
}
