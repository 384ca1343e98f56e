import { setMaxListeners } from 'node:events'
import { LabError } from '../../../core/base/lab-error'
import type { ExportForm, ExportProgress } from '../../contract/dataset-export'
import { userPathError } from '../../storage/storage-error'
import { exportArchive } from './export-archive'
import { exportFolder } from './export-folder'
import type { ExportJob } from './export-job'

/** Between two messages of how far it is. */
const reportMs = 200

/** Writes data sets to places that the user names, one at a time. */
export class DatasetExporter {
  readonly #onProgress: (progress: ExportProgress) => void
  readonly #clock: () => number
  #job: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined

  /** @param clock milliseconds, monotonic */
  constructor(onProgress: (progress: ExportProgress) => void, clock: () => number) {
    this.#onProgress = onProgress
    this.#clock = clock
  }

  /** @throws LabError */
  async export(as: ExportForm, job: Pick<ExportJob, 'dataFiles' | 'target' | 'replace'>): Promise<void> {
    if (this.#job !== undefined) {
      throw new LabError(
        'busy',
        'Another data set is being exported.',
        'Wait until it is complete, or cancel it first.'
      )
    }
    const write = as === 'file' ? exportArchive : exportFolder
    const abort = new AbortController()
    // Each file on its way listens to it.
    setMaxListeners(0, abort.signal)
    const onProgress = this.#report(as === 'file' ? 'bytes' : 'images')
    const result = write({ ...job, signal: abort.signal, onProgress }).catch((thrown: unknown) => {
      throw userPathError(thrown, 'write', job.target)
    })
    this.#job = { abort, ended: result.catch(() => undefined) }
    try {
      await result
    } finally {
      this.#job = undefined
    }
  }

  /** Nothing of it stays. Resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#job?.abort.abort()
    await this.#job?.ended
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  #report(unit: ExportProgress['unit']): ExportJob['onProgress'] {
    let told = this.#clock()
    return (done, total) => {
      if (this.#clock() - told < reportMs && done < total) return
      told = this.#clock()
      this.#onProgress({ unit, done, total })
    }
  }
}
