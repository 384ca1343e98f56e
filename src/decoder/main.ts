import { isMainThread } from 'node:worker_threads'
import { LabError } from '../core/base/lab-error'
import { required } from '../core/base/required'
import {
  decoderRequest,
  sentMessage,
  type DecoderMessage,
  type DecoderRequest
} from '../lab/dataset/decoding/decoder-protocol'
import { readerRequest } from '../lab/exchange/apart/reader-protocol'
import { decodeImage } from './decode-image'
import { readInput } from './read-input'
import { loadSharp, type Sharp } from './load-sharp'

/**
 * Entry of a decoding process, forked by the lab: decodes one image after the other, each as it is asked for, or reads one
 * network. It opens files that nobody vouches for with code that is not memory-safe or may never come back, so it may die of
 * one at any time.
 */

let loaded: Sharp | undefined

if (isMainThread) listen()
else void import('./reading-thread').then(({ readInThread }) => readInThread())

function listen(): void {
  process.on('message', (message: unknown) => {
    const reading = readerRequest.safeParse(message)
    if (reading.success) void import('./read-network').then(({ readNetwork }) => readNetwork(reading.data))
    else void answer(decoderRequest.parse(message))
  })
  // A reader that is stuck in a thread of its own would hold up an ordinary exit. There is nothing to save.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // Ctrl-C reaches every process of a terminal; the lab decides what becomes of its decoders.
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
}

async function answer({ id, source, shape, fit }: DecoderRequest): Promise<void> {
  try {
    // Taken off the input whatever comes of it: the next image's bytes come after.
    const received =
      'path' in source ? source : { name: source.name, bytes: await readInput(process.stdin, source.length) }
    const sharp = sharpOf()
    send({ type: 'began', id })
    const image = await decodeImage(sharp, { source: received, shape, fit })
    send({ type: 'decoded', id, image, memory: process.memoryUsage.rss() })
  } catch (thrown) {
    send({ type: 'refused', id, error: LabError.from(thrown).toData(), memory: process.memoryUsage.rss() })
  }
}

function sharpOf(): Sharp {
  try {
    loaded ??= loadSharp(required(process.argv[1], 'the file of this process'))
    return loaded
  } catch (thrown) {
    throw new LabError(
      'unsupported',
      'Images cannot be read here: the npm package sharp does not load.',
      'Run npm ci in the folder of Tenfold, then try again.',
      thrown
    )
  }
}

function send(message: DecoderMessage): void {
  // Nobody is left to read what cannot be sent.
  if (process.connected) process.send?.(sentMessage(message), undefined, {}, () => undefined)
}
