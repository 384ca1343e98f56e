import type { BatchSlot, CompileRequest } from '../engine/engine'
import type { Augmentation } from '../augmentation/augmentation'
import { augmentImages } from '../augmentation/augment-image'
import { type ImageSet, imageBytes } from '../data/image-set'

/** Prepares images for the engine: gathers the rows of a batch, in order, into a slot. */
export interface Loader {
  /**
   * Resolves when rows are in the slot. Calls for different slots may overlap; that is how batches get prepared ahead.
   * @param epoch in which they are trained on, counted from 0
   */
  fill(slot: BatchSlot, rows: Uint32Array, epoch: number): Promise<void>
  dispose(): Promise<void>
}

/** Copies rows of a data set into a slot, as they are. */
export function gather(set: ImageSet, rows: Uint32Array, slot: BatchSlot): void {
  const bytes = imageBytes(set)
  rows.forEach((row, i) => {
    slot.images.set(set.images.subarray(row * bytes, (row + 1) * bytes), i * bytes)
    slot.labels.set(set.labels.subarray(row, row + 1), i)
  })
  slot.indices.set(rows)
}

/** Training images, and what becomes of them before they are trained on; undefined: nothing. */
export interface TrainingImages {
  readonly set: ImageSet
  readonly augmentation: Augmentation | undefined
}

/** What an engine may keep on its device: the images themselves, unless they change from epoch to epoch. */
export function residentData({ set, augmentation }: TrainingImages): Pick<CompileRequest, 'data'> {
  return augmentation === undefined ? { data: set } : {}
}

/** Makes the batches of an epoch: the work of one loader worker. */
export function prepare(
  { set, augmentation }: TrainingImages,
  rows: Uint32Array,
  epoch: number,
  slot: BatchSlot
): void {
  gather(set, rows, slot)
  if (augmentation !== undefined) augmentImages(slot.images, rows, epoch, augmentation, set.shape)
}

/** Zero workers: the training thread prepares each batch itself, at the moment at which it needs it. */
export function inlineLoader(images: TrainingImages): Loader {
  return {
    fill: (slot, rows, epoch) => {
      prepare(images, rows, epoch, slot)
      return Promise.resolve()
    },
    dispose: () => Promise.resolve()
  }
}
