import { fork } from 'node:child_process'
import { LabError } from '../../../core/base/lab-error'
import { parseInput } from '../../../core/base/parse-input'
import { required } from '../../../core/base/required'
import type { z } from '../../../core/base/schema'
import { parameterShapes } from '../../../core/model/infer-shapes'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import { decodeValues, valueBytes } from '../../checkpoint/weight-values'
import { trainerFlags, trainerNode } from '../../training/trainer-node'
import type { ReadKeras } from './decode-keras'
import type { KerasReader } from './keras-reader'
import { readerMessage, type ReaderRequest } from './reader-protocol'

/** How long a process may take from its start until it takes up the file. */
const startSeconds = 120
const lastWordsLength = 2000
/** JavaScript needs little room: the file, its weights and WebAssembly's memory lie outside of its heap. */
const memoryFlags = ['--max-old-space-size=256', '--no-warnings']

/** How the process ended, and what it said by then. */
interface Ended {
  readonly answer: z.infer<typeof readerMessage> | undefined
  readonly output: readonly Buffer[]
  readonly lastWords: string
  readonly slow: boolean
}

/**
 * Reads each file in a process of its own, which ends with it: the library for HDF5 files never comes back from some that are
 * damaged.
 * @param decoderFile the built decoder/main.ts
 * @param secondsFor a file of so many bytes, from when the library is loaded
 */
export function readKerasApart(
  decoderFile: string,
  secondsFor: (bytes: number) => number = (bytes) => 5 + bytes / 20e6
): KerasReader {
  return async (bytes, name, format) => {
    const request: ReaderRequest = { type: 'readKeras', name, format, length: bytes.length }
    const { answer, output, lastWords, slow } = await readIn(
      decoderFile,
      request,
      bytes,
      secondsFor(bytes.length)
    )
    if (answer?.type === 'refused') throw LabError.fromData(answer.error)
    if (answer?.type === 'read') return whole(answer, Buffer.concat(output), name)
    const why = slow ? 'takes too long to read' : 'ended the process that read it'
    throw invalidCheckpoint(`${shown(name)} ${why}, so it was given up.`, hints.damaged, lastWords)
  }
}

function whole(
  { model, tellsPixels, classes }: Extract<Ended['answer'], { type: 'read' }>,
  bytes: Buffer,
  name: string
): ReadKeras {
  const shapes = parameterShapes(model)
  if (bytes.length !== valueBytes(shapes)) {
    throw new LabError(
      'internal',
      `The weights of ${shown(name)} did not arrive.`,
      'This is an error inside Tenfold. Report it with the file.'
    )
  }
  const values = decodeValues(shapes, bytes, `The weights in ${shown(name)}`)
  const weights = shapes.map((parameter, i) => ({
    name: parameter.name,
    shape: parameter.shape,
    values: required(values[i], 'values of each parameter')
  }))
  return { model, weights, tellsPixels, classes }
}

function readIn(file: string, request: ReaderRequest, bytes: Uint8Array, seconds: number): Promise<Ended> {
  const node = trainerNode()
  const child = fork(file, [], {
    execPath: node.file,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [...trainerFlags(node), ...memoryFlags],
    stdio: ['pipe', 'pipe', 'pipe', 'ipc']
  })
  let answer: Ended['answer']
  let lastWords = ''
  let slow = false
  const output: Buffer[] = []
  const giveUp = (): void => {
    slow = true
    child.kill('SIGKILL')
  }
  let timer = setTimeout(giveUp, startSeconds * 1000)
  child.stdout?.on('data', (piece: Buffer) => output.push(piece))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsLength)
  })
  // Bytes that it no longer wants are no error: `close` tells what became of it.
  child.stdin?.on('error', () => undefined)
  return new Promise((resolve, reject) => {
    child.on('message', (message: unknown) => {
      try {
        const said = parseInput(readerMessage, message, 'A message of the reading process', 'internal')
        clearTimeout(timer)
        if (said.type === 'began') timer = setTimeout(giveUp, seconds * 1000)
        else answer = said
      } catch (thrown) {
        reject(LabError.from(thrown))
        child.kill('SIGKILL')
      }
    })
    const end = (): void => {
      clearTimeout(timer)
      resolve({ answer, output, lastWords: lastWords.trim(), slow })
    }
    child.once('error', (cause) => {
      // It could not be started. One that could not be sent a message ends by itself, and is awaited.
      if (child.pid !== undefined) return
      lastWords = cause.message
      end()
    })
    // After the last message and the last of its output.
    child.once('close', end)
    child.send(request, () => undefined)
    child.stdin?.write(bytes)
  })
}
