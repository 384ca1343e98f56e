import { transformedPixels } from '../../../../core/exchange/transformed-pixels'
import {
  isSingleRange,
  pixelRanges,
  type PixelRanges,
  type PixelTransform,
  samePixels,
  usualPixels
} from '../../../../core/model/pixel-range'
import { hints, parsePart } from '../../../checkpoint/invalid-checkpoint'
import { ownProgram } from '../file/onnx-version'
import { readMetadata } from './read-metadata'
import type { OnnxFile } from './read-onnx-file'

interface ReadPixels {
  readonly pixels: PixelRanges
  /** Whether the file says them. */
  readonly tellsPixels: boolean
}

/**
 * Which pixels a network takes: from what it does to the image before its first layer, or from what Tenfold noted.
 * @param bytes whether it takes bytes, not numbers
 */
export function readPixels(
  transforms: readonly PixelTransform[],
  bytes: boolean,
  { producer, metadata }: OnnxFile,
  name: string
): ReadPixels {
  const what = `The pixels of the network in ${name}`
  const written = producer === ownProgram ? readMetadata(metadata.get('pixels')) : undefined
  const noted = written === undefined ? undefined : parsePart(pixelRanges, written, what)
  const asItIs = transforms.every(({ scale, offset }) => scale === 1 && offset === 0)
  if (asItIs && !bytes) return { pixels: noted ?? usualPixels, tellsPixels: noted !== undefined }
  const ranges = transformedPixels(transforms, bytes).map(([low, high]): [number, number] => [
    rounded(low),
    rounded(high)
  ])
  const [first] = ranges
  const single = first !== undefined && ranges.every((range) => samePixels(range, first))
  const pixels = parsePart(pixelRanges, single ? first : ranges, what, hints.network)
  return { pixels: noted !== undefined && alike(noted, ranges) ? noted : pixels, tellsPixels: true }
}

/** Without what rounding to float32 has left in the last digits. */
function rounded(value: number): number {
  const short = Number(value.toPrecision(6))
  return Math.abs(short - value) <= 1e-6 ? short : value
}

function alike(noted: PixelRanges, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.every(([low, high], channel) => {
    const [a, b] = isSingleRange(noted) ? noted : (noted[channel] ?? [NaN, NaN])
    return Math.abs(a - low) <= 1e-4 * (b - a) && Math.abs(b - high) <= 1e-4 * (b - a)
  })
}
