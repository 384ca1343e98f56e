import { LabError } from '../base/lab-error'
import type { Normalisation } from '../data/dataset-info'
import { z } from '../base/schema'

const bound = z.number().min(-1000).max(1000)

/** [value of the byte 0, value of the byte 255] */
export const pixelRange = z
  .tuple([bound, bound])
  .refine(([low, high]) => low < high, 'the pixel range must go from a smaller to a larger number')
type PixelRange = Readonly<z.infer<typeof pixelRange>>

/** What a network expects its pixels to be: one range for all channels, or one for each. */
export const pixelRanges = z.union([pixelRange, z.array(pixelRange).min(1).max(16)])
export type PixelRanges = PixelRange | readonly PixelRange[]

/** The lesson's own: normalised with mean 0.5 and standard deviation 0.5. A network that does not say expects this. */
export const usualPixels: PixelRange = [-1, 1]

/** The ranges that networks are usually trained with. */
export const commonPixels: readonly PixelRange[] = [usualPixels, [0, 1], [0, 255]]

interface HasPixels {
  readonly pixels?: z.infer<typeof pixelRanges> | undefined
}

export function pixelsOf({ pixels = [...usualPixels] }: HasPixels): z.infer<typeof pixelRanges> {
  return pixels
}

/** The network with other ranges; the usual one is not written down, as it never was. */
export function withPixels<M extends HasPixels>(
  model: M,
  ranges: PixelRanges
): Omit<M, 'pixels'> & HasPixels {
  const { pixels: _, ...rest } = model
  if (samePixels(ranges, usualPixels)) return rest
  return {
    ...rest,
    pixels: isSingleRange(ranges) ? [...ranges] : ranges.map(([low, high]): [number, number] => [low, high])
  }
}

export function samePixels(a: PixelRanges, b: PixelRanges): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What (x - mean) / standardDeviation makes of pixels from 0 to 1; one range where all channels have the same. */
export function normalisedPixels({ mean, standardDeviation }: Normalisation): PixelRanges {
  const ranges = mean.map((m, c): PixelRange => {
    const deviation = standardDeviation[c]
    if (deviation === undefined) throw new Error('there must be one standard deviation for each mean')
    return [(0 - m) / deviation, (1 - m) / deviation]
  })
  const [first] = ranges
  return first !== undefined && ranges.every((range) => samePixels(range, first)) ? first : ranges
}

/** The range of each channel. */
export function channelPixels(
  model: HasPixels & { readonly inputShape: readonly [number, number, number] }
): readonly PixelRange[] {
  const ranges: PixelRanges = pixelsOf(model)
  return isSingleRange(ranges) ? Array.from({ length: model.inputShape[2] }, () => ranges) : ranges
}

/** What becomes of a pixel's byte: every engine computes byte * scale + offset in float32. */
export interface PixelTransform {
  readonly scale: number
  readonly offset: number
}

/** One for each channel. */
export function pixelTransforms(model: Parameters<typeof channelPixels>[0]): readonly PixelTransform[] {
  return channelPixels(model).map(([low, high]) => ({ scale: (high - low) / 255, offset: low }))
}

/** The one of all channels, where they have the same. */
export function commonTransform(transforms: readonly PixelTransform[]): PixelTransform | undefined {
  const [first] = transforms
  return transforms.every(({ scale, offset }) => scale === first?.scale && offset === first.offset)
    ? first
    : undefined
}

/** `-1..1`, as the command line takes it; `-2..2, -1..1, 0..1` where channels differ. */
export function pixelText(ranges: PixelRanges): string {
  return isSingleRange(ranges) ? rangeText(ranges) : ranges.map(rangeText).join(', ')
}

/** @throws LabError 'invalid-input' for what is not `low..high` */
export function parsePixels(text: string): z.infer<typeof pixelRange> {
  const number = String.raw`[-+−]?\d+(?:\.\d+)?`
  const found = new RegExp(
    `^\\s*\\[?\\s*(${number})\\s*(?:\\.\\.|,|\\s+to\\s+)\\s*(${number})\\s*\\]?\\s*$`
  ).exec(text)
  const range = pixelRange.safeParse(found?.slice(1).map((part) => Number(part.replace('−', '-'))))
  if (range.success) return range.data
  throw new LabError(
    'invalid-input',
    `“${text.slice(0, 40)}” is not a range of pixels.`,
    'Give the smallest and the largest value, such as -1..1, 0..1 or 0..255.'
  )
}

function rangeText([low, high]: PixelRange): string {
  return `${low}..${high}`
}

/** Whether all channels have one range. */
export function isSingleRange(ranges: PixelRanges): ranges is PixelRange {
  return typeof ranges[0] === 'number'
}
