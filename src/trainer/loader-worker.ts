import { parentPort, workerData } from 'node:worker_threads'
import { gather } from '../core/loader'
import { type FillReply, fillRequest, loaderWorkerData } from './loader-message'
import { monotonicMs } from './monotonic-ms'

/** Entry of a loader worker: gathers rows of the data set into slots, one request after the other. */
const set = loaderWorkerData.parse(workerData)

parentPort?.on('message', (message: unknown) => {
  const { id, rows, slot } = fillRequest.parse(message)
  const begin = monotonicMs()
  gather(set, rows, slot)
  parentPort?.postMessage({ id, begin, end: monotonicMs() } satisfies FillReply)
})
