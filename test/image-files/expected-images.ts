import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { imageFormat, imageNote } from '../../src/core/data/image-file'

const expectedImage = z.object({
  format: imageFormat,
  width: z.int(),
  height: z.int(),
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  /** The largest difference that is allowed. */
  within: z.int(),
  notes: z.array(imageNote),
  /** u8[height, width, channels] */
  pixels: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
})
export type ExpectedImage = z.infer<typeof expectedImage>

/** The folder of the files; make-image-files.py wrote them. */
export const imageFiles = path.join(import.meta.dirname, 'files')

/** What each of the files is, as PIL decodes it; by name. */
export function expectedImages(): [string, ExpectedImage][] {
  const text = readFileSync(path.join(import.meta.dirname, 'expected.json'), 'utf8')
  return Object.entries(z.record(z.string(), expectedImage).parse(JSON.parse(text)))
}

/**
 * An expected image in the layout of a data set.
 * @returns u8[channels, height, width]
 */
export function inChannels(
  { pixels, width, height, channels }: ExpectedImage,
  wanted: 1 | 3 | 4
): Uint8Array {
  const plane = width * height
  const planar = new Uint8Array(plane * wanted)
  for (let pixel = 0; pixel < plane; pixel++) {
    const value = (channel: number): number => Number(pixels[pixel * channels + channel])
    const opacity = channels === 4 ? value(3) : 255
    const colour = (channel: number): number => value(channels === 1 ? 0 : channel)
    const onWhite = (channel: number): number =>
      Math.round((colour(channel) * opacity + 255 * (255 - opacity)) / 255)
    if (wanted === 1) {
      planar[pixel] = (19595 * onWhite(0) + 38470 * onWhite(1) + 7471 * onWhite(2) + 32768) >> 16
      continue
    }
    for (let channel = 0; channel < 3; channel++) {
      planar[channel * plane + pixel] = wanted === 4 ? colour(channel) : onWhite(channel)
    }
    if (wanted === 4) planar[3 * plane + pixel] = opacity
  }
  return planar
}

/** The largest difference between two images of one size. */
export function largestDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return Infinity
  let largest = 0
  one.forEach((value, at) => (largest = Math.max(largest, Math.abs(value - Number(other[at])))))
  return largest
}
