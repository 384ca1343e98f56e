import { parentPort, workerData } from 'node:worker_threads'
import { prepare } from '../../core/training/loader'
import { fillRequest, type LoaderNotice, loaderWorkerData } from './loader-message'
import { monotonicMs } from './monotonic-ms'

/** Entry of a loader worker: prepares batches in slots, one request after the other. */
const { set, augmentation } = loaderWorkerData.parse(workerData)

const tell = (notice: LoaderNotice): void => parentPort?.postMessage(notice)

parentPort?.on('message', (message: unknown) => {
  const { id, rows, epoch, slot } = fillRequest.parse(message)
  const begin = monotonicMs()
  prepare({ set, augmentation }, rows, epoch, slot)
  tell({ kind: 'filled', id, begin, end: monotonicMs() })
})
tell({ kind: 'ready' })
