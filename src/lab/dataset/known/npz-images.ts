import type { ImageShape } from '../../../core/data/dataset-info'
import { badFile, unsuitableFile } from './formats/bad-file'
import type { PixelOrder } from './formats/arrange'
import type { NpzArray } from './npz-arrays'
import { requireShape } from './require-shape'

/** How the images lie in an array. */
export interface NpzImages {
  readonly array: NpzArray
  readonly count: number
  readonly shape: ImageShape
  readonly order: PixelOrder
}

const channelCounts = [1, 3]

/**
 * Images as numpy holds them: [N, H, W]; [N, H, W, 1 or 3]; or [N, 1 or 3, H, W].
 * @throws LabError 'data-corrupt' | 'unsupported'
 */
export function requireImages(array: NpzArray): NpzImages {
  const { shape, type, file } = array
  if (type.kind !== 'u1') {
    throw unsuitableFile(
      file.label,
      `has pixels of the type ${type.kind}`,
      'Save them in numpy as uint8, from 0 to 255.'
    )
  }
  const [count = 0, first = 0, second = 0, third = 0] = shape
  if (count === 0) throw badFile(file.label, 'holds no images')
  const of = (height: number, width: number, channels: number, order: PixelOrder): NpzImages => ({
    array,
    count,
    shape: requireShape(height, width, channels, file.label),
    order
  })
  if (shape.length === 3) return of(first, second, 1, 'planes')
  const last = channelCounts.includes(third)
  const before = channelCounts.includes(first)
  if (shape.length === 4 && last && before) {
    throw unsuitableFile(
      file.label,
      `has the shape [${shape.join(', ')}], which may be [images, height, width, channels] or [images, channels, height, width]`,
      'Save the images with 8 to 224 pixels a side, and the channels last.'
    )
  }
  if (shape.length === 4 && last) return of(first, second, third, 'pixels')
  if (shape.length === 4 && before) return of(second, third, first, 'planes')
  throw unsuitableFile(
    file.label,
    `has the shape [${shape.join(', ')}]`,
    'Tenfold reads [images, height, width], with 1 or 3 channels before or after these two.'
  )
}
