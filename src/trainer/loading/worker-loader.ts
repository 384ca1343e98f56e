import { Worker } from 'node:worker_threads'
import type { BatchSlot } from '../../core/engine/engine'
import { LabError } from '../../core/base/lab-error'
import { type Loader, prepare, type TrainingImages } from '../../core/training/loader'
import { type FillRequest, loaderNotice, type LoaderWorkerData } from './loader-message'

interface PendingFill {
  readonly resolve: () => void
  readonly reject: (error: LabError) => void
}

/**
 * Loader workers: threads that prepare batches ahead of the engine. A slot goes to the worker that has least to do, and
 * of several to the one whose turn it is, as a slot is mostly filled long before the next is asked for. Data set and slots
 * are shared memory, so that only row numbers travel. Which worker fills a slot never changes what is in it.
 */
export class WorkerLoader implements Loader {
  readonly #images: TrainingImages
  readonly #workers: readonly { readonly thread: Worker; readonly pending: Map<number, PendingFill> }[]
  /** Resolves when all workers have started, so that nobody waits for that as for images. Rejects as `fill` does. */
  readonly ready: Promise<void>
  #nextId = 0
  /** Index of the worker that comes first where several have as little to do. */
  #turn = 0
  #failure: LabError | undefined

  /**
   * @param file of the built loader worker
   * @param onFilled told of each fill: index of the worker, begin and end in milliseconds of `monotonicMs`
   */
  constructor(
    file: string,
    trainingImages: TrainingImages,
    workers: number,
    onFilled?: (worker: number, begin: number, end: number) => void
  ) {
    this.#images = trainingImages
    const { set, augmentation } = trainingImages
    const { images, labels, count, shape } = set
    const workerData: LoaderWorkerData = {
      set: { images, labels, count, shape: [...shape] },
      augmentation: augmentation && {
        ...augmentation,
        active: [...augmentation.active],
        fill: [...augmentation.fill]
      }
    }
    const starts: Promise<void>[] = []
    this.#workers = Array.from({ length: workers }, (_, index) => {
      const thread = new Worker(file, { workerData })
      const pending = new Map<number, PendingFill>()
      const start = new Promise<void>((resolve, reject) => {
        thread.on('message', (message: unknown) => {
          const notice = loaderNotice.parse(message)
          if (notice.kind === 'ready') {
            resolve()
            return
          }
          onFilled?.(index, notice.begin, notice.end)
          pending.get(notice.id)?.resolve()
          pending.delete(notice.id)
        })
        thread.on('error', (cause) => {
          this.#failure ??= new LabError(
            'internal',
            'A loader worker failed.',
            'Set workers to 0 and train again.',
            cause
          )
          reject(this.#failure)
          for (const fill of pending.values()) fill.reject(this.#failure)
          pending.clear()
        })
      })
      starts.push(start)
      return { thread, pending }
    })
    this.ready = Promise.all(starts).then(() => undefined)
    // A caller that does not wait for it learns of the failure from `fill`.
    this.ready.catch(() => undefined)
  }

  /** @throws LabError 'internal' once any worker has failed */
  async fill(slot: BatchSlot, rows: Uint32Array, epoch: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    const inTurn = [...this.#workers.slice(this.#turn), ...this.#workers.slice(0, this.#turn)]
    const worker = inTurn.reduce((a, b) => (b.pending.size < a.pending.size ? b : a))
    this.#turn = (this.#workers.indexOf(worker) + 1) % this.#workers.length
    if (!isShared(slot)) {
      prepare(this.#images, rows, epoch, slot)
      return
    }
    const { images, labels, indices } = slot
    // A view is sent with all of its buffer, so the epoch's order must not travel with these few rows.
    const request: FillRequest = {
      id: this.#nextId++,
      rows: rows.slice(),
      epoch,
      slot: { images, labels, indices }
    }
    await new Promise<void>((resolve, reject) => {
      worker.pending.set(request.id, { resolve, reject })
      worker.thread.postMessage(request)
    })
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.map(({ thread }) => thread.terminate()))
  }
}

function isShared(slot: BatchSlot): boolean {
  return [slot.images, slot.labels, slot.indices].every(({ buffer }) => buffer instanceof SharedArrayBuffer)
}
