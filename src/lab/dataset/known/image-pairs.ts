import type { ImageShape } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import { arranger, type PixelOrder } from './formats/arrange'
import { badFile } from './formats/bad-file'
import type { ByteReader } from './formats/byte-reader'
import { bytesOf, type NumberType, numbersOf } from './formats/number-type'
import type { KnownImage } from './known-set'

/** Images and labels that lie in two rows of the same length. */
export interface ImagePairs {
  readonly pixels: ByteReader
  readonly labels: ByteReader
  readonly labelType: NumberType
  readonly count: number
  readonly shape: ImageShape
  readonly order: PixelOrder
  /** The class of a label; undefined when there is none. */
  classOf(label: number): number | undefined
  /** The images' file, for errors. */
  readonly file: string
  /** Before the number of an image. */
  readonly origin: string
}

const batchBytes = 1 << 20

/** Goes through both rows at once, and closes them. @throws LabError 'data-corrupt' | 'cancelled' */
export async function* pairImages(pairs: ImagePairs, signal?: AbortSignal): AsyncGenerator<KnownImage, void> {
  const { pixels, labels, labelType, count, shape, origin } = pairs
  const imageBytes = shape[0] * shape[1] * shape[2]
  const arrange = arranger(shape, pairs.order)
  const batch = Math.max(1, Math.floor(batchBytes / imageBytes))
  try {
    for (let begin = 0; begin < count; begin += batch) {
      requireNotAborted(signal)
      const images = Math.min(batch, count - begin)
      const block = await pixels.read(images * imageBytes)
      let image = 0
      for (const value of numbersOf(await labels.read(images * bytesOf(labelType)), labelType)) {
        const label = pairs.classOf(value)
        if (label === undefined) {
          throw labelOutside(pairs.file, begin + image, value)
        }
        const begins = image * imageBytes
        yield {
          label,
          pixels: arrange(block.subarray(begins, begins + imageBytes)),
          origin: `${origin}, image ${begin + image}`
        }
        image += 1
      }
    }
    await pixels.expectEnd()
    await labels.expectEnd()
  } finally {
    await pixels.close()
    await labels.close()
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
