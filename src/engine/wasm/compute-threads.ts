import { Worker } from 'node:worker_threads'
import { LabError } from '../../core/base/lab-error'

/**
 * The whole of a compute thread. It is text, not a file, so that it needs no path in a bundle or an archive: all that
 * it runs is the module that it is handed.
 */
const source = `
const { workerData, parentPort } = require('node:worker_threads')
const { module, memory, thread } = workerData
const { exports } = new WebAssembly.Instance(module, { env: { memory } })
parentPort.postMessage('ready')
exports.work(thread)
`

/** Starts threads 1 to count - 1, each inside the module's `work`; thread 0 is the caller's. */
export async function startThreads(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number
): Promise<readonly Worker[]> {
  const workers = Array.from({ length: count - 1 }, (_, i) => {
    const worker = new Worker(source, { eval: true, workerData: { module, memory, thread: i + 1 } })
    // A program that nobody disposed of must not keep its process alive.
    worker.unref()
    return worker
  })
  await Promise.all(workers.map(ready))
  return workers
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => {
      resolve()
    })
    worker.once('error', (error) => {
      reject(
        new LabError(
          'engine-unavailable',
          'A compute thread could not be started.',
          'Choose fewer compute threads.',
          error
        )
      )
    })
  })
}
