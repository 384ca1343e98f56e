import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { ImageDecoder, type ImageDecoderOptions } from './image-decoder'

let folder: string
const decoders: ImageDecoder[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-decoding-'))
})
afterEach(async () => {
  await Promise.all(decoders.splice(0).map((decoder) => decoder.close()))
  await rm(folder, { recursive: true })
})

/** A decoder whose processes do what the name of each image says, and answer with their process id as its width. */
async function fakeDecoder(options: Partial<ImageDecoderOptions> = {}): Promise<ImageDecoder> {
  const decoderFile = join(folder, 'decoder.cjs')
  await writeFile(
    decoderFile,
    `process.on('disconnect', () => process.exit(0))
process.on('message', ({ id, source }) => {
  if (source.path === 'early') process.exit(3)
  const first = require('node:path').join(__dirname, 'first')
  if (source.path === 'early-once' && !require('node:fs').existsSync(first)) {
    require('node:fs').writeFileSync(first, '')
    process.exit(3)
  }
  process.send({ type: 'began', id })
  const image = { pixels: 'AAEC', sha256: 'a'.repeat(64), width: process.pid, height: 1, format: 'png', notes: [] }
  const error = { code: 'data-corrupt', message: 'It is damaged.', hint: 'Leave it out.' }
  if (source.path === 'crash') { console.error('too bad'); process.exit(4) }
  else if (source.path === 'kill') process.kill(process.pid, 'SIGKILL')
  else if (source.path === 'hang') setInterval(() => undefined, 1000)
  else if (source.path === 'nonsense') process.send({ type: 'decoded', id, image: 'none' })
  else if (source.path === 'damaged') process.send({ type: 'refused', id, error, memory: 1 })
  else process.send({ type: 'decoded', id, image, memory: source.path === 'large' ? 1e9 : 1 })
})`
  )
  const decoder = new ImageDecoder({ decoderFile, ...options })
  decoders.push(decoder)
  return decoder
}

/** The id of the process that decoded it, or the error. */
async function outcome(decoder: ImageDecoder, path: string, signal?: AbortSignal): Promise<number | string> {
  try {
    const image = await decoder.decode({ source: { path }, shape: [8, 8, 3], fit: 'cover' }, signal)
    expect([...image.pixels]).toEqual([0, 1, 2])
    return image.width
  } catch (thrown) {
    const { code, message } = LabError.from(thrown)
    return `${code}: ${message}`
  }
}

const isAlive = (pid: number | string): boolean => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

test('processes are shared by the images, and no more than are allowed', async () => {
  const decoder = await fakeDecoder({ processes: 2 })
  const pids = new Set(await Promise.all(Array.from({ length: 20 }, () => outcome(decoder, 'good'))))
  expect(pids.size).toBeLessThanOrEqual(2)
  for (const pid of pids) expect(typeof pid).toBe('number')
  await decoder.close()
  for (const pid of pids) expect(isAlive(pid)).toBe(false)
})

test('a process that ends costs one image, and the others go on', async () => {
  const decoder = await fakeDecoder({ processes: 2 })
  const names = ['good', 'crash', 'good', 'kill', 'damaged', 'good', 'nonsense', 'good']
  const outcomes = await Promise.all(names.map((name) => outcome(decoder, name)))
  expect(outcomes.map((said) => (typeof said === 'number' ? 'decoded' : said))).toEqual([
    'decoded',
    'data-corrupt: crash could not be decoded: the process for it ended with code 4.',
    'decoded',
    'data-corrupt: kill could not be decoded: the process for it was ended by SIGKILL.',
    'data-corrupt: It is damaged.',
    'decoded',
    expect.stringMatching(/^internal: A message of the decoding process cannot be used/),
    'decoded'
  ])
})

test('an image that takes too long is given up, and its process ended', async () => {
  const decoder = await fakeDecoder({ processes: 1, secondsPerImage: 0.2 })
  const before = await outcome(decoder, 'good')
  expect(await outcome(decoder, 'hang')).toBe('data-corrupt: hang was not decoded within 0.2 seconds.')
  const after = await outcome(decoder, 'good')
  expect(after).not.toBe(before)
  expect(isAlive(before)).toBe(false)
})

test('a process that ends before it takes up an image is replaced once', async () => {
  const decoder = await fakeDecoder({ processes: 1 })
  expect(await outcome(decoder, 'early-once')).toBeTypeOf('number')
  expect(await outcome(decoder, 'early')).toBe(
    'data-corrupt: early could not be decoded: the process for it ended with code 3.'
  )
})

test('one that takes too much memory is replaced', async () => {
  const decoder = await fakeDecoder({ processes: 1 })
  const large = await outcome(decoder, 'large')
  expect(large).toBeTypeOf('number')
  expect(await outcome(decoder, 'good')).not.toBe(large)
})

test('processes that have nothing to do are ended, and started when there is', async () => {
  const decoder = await fakeDecoder({ processes: 1, idleSeconds: 0.05 })
  const pid = await outcome(decoder, 'good')
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(await outcome(decoder, 'good')).not.toBe(pid)
})

test('images can be given up, waiting or under way', async () => {
  const decoder = await fakeDecoder({ processes: 1, secondsPerImage: 1 })
  const controllers = Array.from({ length: 2 }, () => new AbortController())
  const outcomes = controllers.map(({ signal }) => outcome(decoder, 'hang', signal))
  for (const controller of controllers) controller.abort()
  const givenUp = 'cancelled: The image was no longer wanted.'
  expect(await Promise.all(outcomes)).toEqual([givenUp, givenUp])
  expect(await outcome(decoder, 'good', required(controllers[0], 'a signal').signal)).toBe(givenUp)
  expect(await outcome(decoder, 'good')).toBeTypeOf('number')
})

test('closing gives up what is left', async () => {
  const decoder = await fakeDecoder({ processes: 1 })
  const outcomes = ['hang', 'good'].map((name) => outcome(decoder, name))
  await decoder.close()
  const givenUp = 'cancelled: The image was no longer wanted.'
  expect(await Promise.all(outcomes)).toEqual([givenUp, givenUp])
  expect(await outcome(decoder, 'good')).toBe(givenUp)
})

test('a decoder that is not there is said', async () => {
  const decoder = new ImageDecoder({ decoderFile: join(folder, 'nothing.cjs'), processes: 1 })
  decoders.push(decoder)
  expect(await outcome(decoder, 'good')).toMatch(
    /good could not be decoded: the process for it ended with code 1/
  )
})
