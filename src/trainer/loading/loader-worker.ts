import { parentPort, workerData } from 'node:worker_threads'
import { gather } from '../../core/training/loader'
import { fillRequest, type LoaderNotice, loaderWorkerData } from './loader-message'
import { monotonicMs } from './monotonic-ms'

/** Entry of a loader worker: gathers rows of the data set into slots, one request after the other. */
const set = loaderWorkerData.parse(workerData)

const tell = (notice: LoaderNotice): void => parentPort?.postMessage(notice)

parentPort?.on('message', (message: unknown) => {
  const { id, rows, slot } = fillRequest.parse(message)
  const begin = monotonicMs()
  gather(set, rows, slot)
  tell({ kind: 'filled', id, begin, end: monotonicMs() })
})
tell({ kind: 'ready' })
