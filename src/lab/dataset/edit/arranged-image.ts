import { createHash } from 'node:crypto'
import type { ImageOrigin } from '../write/image-origins'
import type { NewImage } from '../write/write-image-file'
import type { Placed } from './arrange-images'
import type { RecordReader } from './record-reader'

type Split = 'train' | 'test'

/** Of the images as they lie now, by row; undefined where nobody knows: then their places are their names. */
export type Origins = Readonly<Record<Split, readonly ImageOrigin[] | undefined>>

/** An image that comes in, and where it goes. */
export interface Arriving extends NewImage {
  readonly split: Split
}

/** An image on its way to its place, read when its turn comes. */
export interface ArrangedImage {
  /** By which images are ordered, so that classes stay mixed: of where the image comes from. */
  readonly key: string
  readonly load: () => Promise<NewImage>
}

export function keptImage(placed: Placed, origins: Origins, reader: RecordReader): ArrangedImage {
  const { from, label } = placed
  const origin = originOf(from.split, from.row, origins)
  return {
    key: keyOf(origin),
    load: async () => ({ label, pixels: await reader.read(from.split, from.row), origin })
  }
}

export function arrivingImage(image: Arriving): ArrangedImage {
  return { key: keyOf(image.origin), load: () => Promise.resolve(image) }
}

export function originOf(split: Split, row: number, origins: Origins): ImageOrigin {
  return origins[split]?.[row] ?? { name: `${split} image ${row}` }
}

export function keyOf({ name }: ImageOrigin): string {
  return createHash('sha256').update(name).digest('hex')
}
