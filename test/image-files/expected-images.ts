import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { imageFit, imageFormat, imageNote } from '../../src/core/data/image-file'

/** u8[height, width, channels] */
const pixels = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

const expectedImage = z.object({
  format: imageFormat,
  width: z.int(),
  height: z.int(),
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  /** The largest difference that is allowed. */
  within: z.int(),
  notes: z.array(imageNote),
  pixels
})
export type ExpectedImage = z.infer<typeof expectedImage>

const fittedImage = z.object({
  name: z.string(),
  fit: imageFit,
  width: z.int(),
  height: z.int(),
  channels: z.union([z.literal(3), z.literal(4)]),
  pixels
})

/** The folder of the files; make-image-files.py wrote them. */
export const imageFiles = path.join(import.meta.dirname, 'files')

/** What each of the files is, as PIL decodes it; by name. */
export function expectedImages(): [string, ExpectedImage][] {
  const text = readFileSync(path.join(import.meta.dirname, 'expected.json'), 'utf8')
  return Object.entries(z.record(z.string(), expectedImage).parse(JSON.parse(text)))
}

/** Images that PIL fitted to another size. */
export function fittedImages(): z.infer<typeof fittedImage>[] {
  const text = readFileSync(path.join(import.meta.dirname, 'fits.json'), 'utf8')
  return z.array(fittedImage).parse(JSON.parse(text))
}

/**
 * An expected image in the layout of a data set.
 * @returns u8[channels, height, width]
 */
export function inChannels(
  { pixels, width, height, channels }: Pick<ExpectedImage, 'pixels' | 'width' | 'height' | 'channels'>,
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

/** The same with colours weighted by opacity: the colour of what can hardly be seen means nothing. */
export function seen(planar: Uint8Array, channels: number): Uint8Array {
  const plane = planar.length / channels
  if (channels < 4) return planar
  return planar.map((value, at) =>
    at < 3 * plane ? Math.round((value * Number(planar[3 * plane + (at % plane)])) / 255) : value
  )
}

/** The mean difference between two images of one size. */
export function meanDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return Infinity
  return one.reduce((sum, value, at) => sum + Math.abs(value - Number(other[at])), 0) / one.length
}

/** The largest difference between two images of one size. */
export function largestDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return Infinity
  let largest = 0
  one.forEach((value, at) => (largest = Math.max(largest, Math.abs(value - Number(other[at])))))
  return largest
}
