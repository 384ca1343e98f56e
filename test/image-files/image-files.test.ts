import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ImageDecoder } from '../../src/lab/dataset/decoding/image-decoder'
import { buildDecoder, type BuiltDecoder } from './build-decoder'
import {
  expectedImages,
  fittedImages,
  imageFiles,
  inChannels,
  largestDifference,
  meanDifference,
  seen
} from './expected-images'

let built: BuiltDecoder
beforeAll(async () => {
  built = await buildDecoder()
})
afterAll(() => built.remove())

describe.each(['native', 'wasm'])('with sharp’s %s build', (build) => {
  let decoder: ImageDecoder
  beforeEach(() => {
    vi.stubEnv('TENFOLD_SHARP', build)
    decoder = new ImageDecoder({ decoderFile: built.decoderFile, processes: 1, secondsPerImage: 120 })
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await decoder.close()
  })

  test('every file has the pixels that PIL gives it, at its own size', async () => {
    for (const [name, expected] of expectedImages()) {
      const { width, height, format, within } = expected
      for (const channels of [1, 3, 4] as const) {
        // What lies under full transparency is no part of a GIF.
        if (channels === 4 && name === 'transparent.gif') continue
        const file = path.join(imageFiles, name)
        const decoded = await decoder.decode({
          source: { path: file },
          shape: [height, width, channels],
          fit: 'cover'
        })
        expect({ ...decoded, notes: [...decoded.notes].sort() }, name).toEqual({
          pixels: decoded.pixels,
          sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
          width,
          height,
          format,
          notes: expected.notes
        })
        expect(
          largestDifference(decoded.pixels, inChannels(expected, channels)),
          `${name}, ${channels}`
        ).toBeLessThanOrEqual(within)
      }
    }
  })

  test('an image of another size becomes what PIL makes of it', async () => {
    for (const expected of fittedImages()) {
      const { name, fit, width, height, channels } = expected
      const { pixels } = await decoder.decode({
        source: { path: path.join(imageFiles, name) },
        shape: [height, width, channels],
        fit
      })
      const planar = inChannels(expected, channels)
      const what = `${name}, ${fit}, ${width} × ${height}`
      expect(largestDifference(seen(pixels, channels), seen(planar, channels)), what).toBeLessThanOrEqual(10)
      expect(meanDifference(seen(pixels, channels), seen(planar, channels)), what).toBeLessThan(1)
    }
  })
})

test('a decoding process ends with its parent', async () => {
  const child = fork(built.decoderFile, { stdio: ['pipe', 'ignore', 'ignore', 'ipc'] })
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
  child.send({
    type: 'decode',
    id: 1,
    source: { path: path.join(imageFiles, 'rgb.png') },
    shape: [8, 8, 3],
    fit: 'cover'
  })
  await once(child, 'message')
  expect(isAlive()).toBe(true)
  child.disconnect()
  await expect.poll(isAlive).toBe(false)
})
