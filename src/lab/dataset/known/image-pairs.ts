import type { ImageShape } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import { arranger, type PixelOrder } from './formats/arrange'
import { badFile } from './formats/bad-file'
import type { ByteReader } from './formats/byte-reader'
import { bytesOf, type NumberType, numbersOf } from './formats/number-type'
import type { KnownImage } from './known-set'

/** Images and labels that lie in two rows of the same length. */
export interface ImagePairs {
  openPixels(): Promise<ByteReader>
  openLabels(): Promise<ByteReader>
  readonly labelType: NumberType
  readonly count: number
  readonly shape: ImageShape
  readonly order: PixelOrder
  /** The class of a label; undefined when there is none. */
  readonly classOf: (label: number) => number | undefined
  /** The images' file, for errors. */
  readonly file: string
  /** Before the number of an image. */
  readonly origin: string
}

const batchBytes = 1 << 20

/** Goes through both rows at once. @throws LabError 'data-corrupt' | 'cancelled' */
export async function* pairImages(pairs: ImagePairs, signal?: AbortSignal): AsyncGenerator<KnownImage, void> {
  const pixels = await pairs.openPixels()
  try {
    const labels = await pairs.openLabels()
    try {
      yield* readPairs(pairs, pixels, labels, signal)
      await pixels.expectEnd()
      await labels.expectEnd()
    } finally {
      await labels.close()
    }
  } finally {
    await pixels.close()
  }
}

async function* readPairs(
  { labelType, count, shape, order, classOf, file, origin }: ImagePairs,
  pixels: ByteReader,
  labels: ByteReader,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  const imageBytes = shape[0] * shape[1] * shape[2]
  const arrange = arranger(shape, order)
  const batch = Math.max(1, Math.floor(batchBytes / imageBytes))
  for (let begin = 0; begin < count; begin += batch) {
    requireNotAborted(signal)
    const images = Math.min(batch, count - begin)
    const block = await pixels.read(images * imageBytes)
    let at = 0
    for (const value of numbersOf(await labels.read(images * bytesOf(labelType)), labelType)) {
      const image = begin + at / imageBytes
      const label = classOf(value)
      if (label === undefined) throw labelOutside(file, image, value)
      yield {
        label,
        pixels: arrange(block.subarray(at, at + imageBytes)),
        origin: `${origin}, image ${image}`
      }
      at += imageBytes
    }
  }
}

export function labelOutside(file: string, image: number, label: number): LabError {
  return badFile(
    file,
    `gives image ${image} the label ${label}, and there is no such class`,
    'Check that the labels belong to these images and classes.'
  )
}

export function requireNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new LabError(
    'cancelled',
    'Reading the images was cancelled.',
    'Start it again; it begins from the start.'
  )
}
