import { Worker } from 'node:worker_threads'
import { LabError } from '../core/base/lab-error'
import { required } from '../core/base/required'
import type { ReaderMessage, ReaderRequest } from '../lab/exchange/apart/reader-protocol'
import { readInput } from './read-input'
import { networkReading, type ReadingOutcome } from './reading-thread'

const looksEvery = 25

/**
 * Reads one network, and ends the process. A thread of its own reads; this one watches what that costs, which it could not if
 * the reading never came back.
 */
export async function readNetwork({ files, seconds, memory }: ReaderRequest): Promise<void> {
  const bytes = await readInput(
    process.stdin,
    files.reduce((sum, { length }) => sum + length, 0)
  )
  const size = bytes.length
  const worker = new Worker(required(process.argv[1], 'the file of this process'), {
    workerData: { files, bytes },
    transferList: [bytes.buffer],
    // What the text of a checkpoint takes counts among it; the numbers lie outside.
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil((256e6 + 4 * size) / 2 ** 20) }
  })
  worker.once('error', (thrown) => {
    const tooLarge = 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
    void ended(
      tooLarge
        ? { type: 'gaveUp', why: 'memory' }
        : { type: 'refused', error: LabError.from(thrown).toData() }
    )
  })
  worker.on('message', (message: unknown) => {
    const reading = networkReading.parse(message)
    if (reading.type === 'began') {
      void said(reading)
      watch(seconds, memory)
    } else {
      void answered(reading)
    }
  })
}

/** Ends the process once it has taken so much time of the processor, or so many bytes. */
function watch(seconds: number, memory: number): void {
  const start = process.cpuUsage()
  setInterval(() => {
    const { user, system } = process.cpuUsage(start)
    const spent = (user + system) / 1e6
    const why = spent > seconds ? 'time' : process.memoryUsage.rss() > memory ? 'memory' : undefined
    if (why !== undefined) void ended({ type: 'gaveUp', why })
  }, looksEvery)
}

async function answered(outcome: ReadingOutcome): Promise<void> {
  if (outcome.type === 'refused') return ended(outcome)
  await written(outcome.bytes)
  await ended({ type: 'read', head: outcome.head })
}

/** Not by an ordinary exit, which a thread that is stuck would hold up. */
async function ended(message: ReaderMessage): Promise<void> {
  await said(message)
  process.kill(process.pid, 'SIGKILL')
}

/** Resolves too where nobody is left to hear it. */
function said(message: ReaderMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, {}, () => resolve())
    else resolve()
  })
}

function written(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(bytes, () => resolve())
  })
}
