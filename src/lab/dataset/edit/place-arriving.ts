import { createHash } from 'node:crypto'
import type { Arriving } from './arranged-image'

/** Of a class, by split. */
export interface ClassCounts {
  readonly train: number
  readonly test: number
}

/**
 * Where new images of a class go: to the test set as many as bring its share of the class to `testShare`, and not before the
 * class has a training image. The keys of their names decide which, so that the same images go to the same sets.
 */
export function placeArriving<I extends Omit<Arriving, 'split'>>(
  images: readonly I[],
  before: ClassCounts,
  testShare: number
): readonly (I & { readonly split: 'train' | 'test' })[] {
  const total = before.train + before.test + images.length
  const wanted = total < 2 ? 0 : Math.max(1, Math.floor(testShare * total + 0.5))
  const most = before.train > 0 ? images.length : images.length - 1
  const held = Math.max(0, Math.min(most, wanted - before.test))
  return [...images]
    .map((image) => ({ image, key: createHash('sha256').update(image.origin.name).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ image }, i) => ({ ...image, split: i < held ? 'test' : 'train' }))
}
