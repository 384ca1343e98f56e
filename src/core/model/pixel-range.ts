import { LabError } from '../base/lab-error'
import { z } from '../base/schema'

const bound = z.number().min(-1000).max(1000)

/** What a network expects its pixels to be: [value of the byte 0, value of the byte 255]. */
export const pixelRange = z
  .tuple([bound, bound])
  .refine(([low, high]) => low < high, 'the pixel range must go from a smaller to a larger number')
export type PixelRange = z.infer<typeof pixelRange>

/** The lesson's own: normalised with mean 0.5 and standard deviation 0.5. A network that does not say expects this. */
export const usualPixels: PixelRange = [-1, 1]

/** The ranges that networks are usually trained with. */
export const commonPixels: readonly PixelRange[] = [usualPixels, [0, 1], [0, 255]]

interface HasPixels {
  readonly pixels?: PixelRange | undefined
}

export function pixelsOf({ pixels = usualPixels }: HasPixels): PixelRange {
  return pixels
}

/** The network with another range; the usual one is not written down, as it never was. */
export function withPixels<M extends HasPixels>(model: M, range: PixelRange): Omit<M, 'pixels'> & HasPixels {
  const { pixels: _, ...rest } = model
  return samePixels(range, usualPixels) ? rest : { ...rest, pixels: range }
}

export function samePixels(a: PixelRange, b: PixelRange): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

/** What becomes of a pixel's byte: every engine computes byte * scale + offset in float32. */
export function pixelTransform(model: HasPixels): { readonly scale: number; readonly offset: number } {
  const [low, high] = pixelsOf(model)
  return { scale: (high - low) / 255, offset: low }
}

/** `-1..1`, as the command line takes it. */
export function pixelText([low, high]: PixelRange): string {
  return `${low}..${high}`
}

/** @throws LabError 'invalid-input' for what is not `low..high` */
export function parsePixels(text: string): PixelRange {
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
