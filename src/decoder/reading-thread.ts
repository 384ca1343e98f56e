import { parentPort, workerData } from 'node:worker_threads'
import { LabError, labErrorData } from '../core/base/lab-error'
import { required } from '../core/base/required'
import { z } from '../core/base/schema'
import { packNetwork } from '../lab/exchange/apart/pack-network'
import { packedHead } from '../lab/exchange/apart/reader-protocol'
import { prepareReading, readNetworkFile } from '../lab/exchange/network-file'
import { boundWasmMemory } from './bound-wasm-memory'

/** The library for HDF5 files needs as much as the largest array in one. */
const mostWasmBytes = 2 ** 28
const someBytes = z.instanceof(Uint8Array)

const task = z.object({
  files: z.array(z.object({ name: z.string(), length: z.int() })),
  bytes: someBytes
})

/** What the thread answers. */
export const networkReading = z.discriminatedUnion('type', [
  /** What reading costs counts from here. */
  z.object({ type: z.literal('began') }),
  z.object({ type: z.literal('read'), head: packedHead, bytes: someBytes }),
  z.object({ type: z.literal('refused'), error: labErrorData })
])
type ReadingMessage = z.infer<typeof networkReading>
export type ReadingOutcome = Exclude<ReadingMessage, { type: 'began' }>

/** In the thread: reads the files that it was started with, and answers. */
export async function readInThread(): Promise<void> {
  // The library for HDF5 files says things, which are not to get among the weights.
  Object.assign(console, { log: () => undefined })
  boundWasmMemory(mostWasmBytes)
  const port = required(parentPort ?? undefined, 'the thread that started this one')
  const say = (message: ReadingMessage): void => port.postMessage(message)
  say(await outcome(say))
}

async function outcome(say: (message: ReadingMessage) => void): Promise<ReadingOutcome> {
  try {
    const { files, bytes } = task.parse(workerData)
    await prepareReading(files)
    say({ type: 'began' })
    let at = 0
    const each = files.map(({ name, length }) => ({ name, bytes: bytes.subarray(at, (at += length)) }))
    return { type: 'read', ...packNetwork(await readNetworkFile(each)) }
  } catch (thrown) {
    return { type: 'refused', error: LabError.from(thrown).toData() }
  }
}
