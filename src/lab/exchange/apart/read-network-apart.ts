import { LabError } from '../../../core/base/lab-error'
import { lastPart } from '../../../core/checkpoint/checkpoint-files'
import { hints, invalidCheckpoint, listed, shown } from '../../checkpoint/invalid-checkpoint'
import type { NetworkReader } from '../network-file'
import { ReaderProcess } from './reader-process'
import type { ReaderRequest } from './reader-protocol'
import { unpackNetwork } from './unpack-network'

/** What reading may cost. */
export interface ReadingLimits {
  /** Time of the processor, for files of so many bytes. */
  readonly seconds: (bytes: number) => number
  /** Of the whole process, in bytes. */
  readonly memory: (bytes: number) => number
}

/** The largest networks, which have 64 MB of weights, take a fifth of the time and two thirds of the memory. */
const usualLimits: ReadingLimits = {
  seconds: (bytes) => 1.5 + bytes / 10e6,
  memory: (bytes) => 512e6 + 4 * bytes
}

/**
 * Reads each network in a process of its own, which ends with it. A file can be made so that reading it takes for ever, above
 * all by the library for HDF5 files, which is not memory-safe: it costs that process, and nothing else.
 * @param decoderFile the built decoder/main.ts
 */
export function readNetworkApart(decoderFile: string, limits: ReadingLimits = usualLimits): NetworkReader {
  return async (files) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
    const request: ReaderRequest = {
      type: 'readNetwork',
      files: files.map((file) => ({ name: file.name, length: file.bytes.length })),
      seconds: limits.seconds(bytes),
      memory: Math.round(limits.memory(bytes))
    }
    const names = listed(files.map(({ name }) => lastPart(name)))
    const process = new ReaderProcess(decoderFile)
    const { began, answer, output, lastWords } = await process.read(request, files)
    if (answer?.type === 'refused') throw LabError.fromData(answer.error)
    if (answer?.type === 'read') return unpackNetwork({ head: answer.head, bytes: output }, names)
    if (!began) throw notStarted(lastWords)
    const why = answer === undefined ? 'ended the process that read it' : tooMuch[answer.why]
    throw invalidCheckpoint(`${shown(names)} ${why}, so it was given up.`, hints.damaged, lastWords)
  }
}

const tooMuch = { time: 'takes too long to read', memory: 'takes too much memory to read' } as const

function notStarted(lastWords: string): LabError {
  return new LabError(
    'internal',
    'The process that reads networks did not start.',
    'Try again. If it happens again, run npm ci in the folder of Tenfold.',
    lastWords
  )
}
