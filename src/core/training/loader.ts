import type { BatchSlot } from '../engine/engine'
import { type ImageSet, imageBytes } from '../data/image-set'

/** Prepares images for the engine: gathers the rows of a batch, in order, into a slot. */
export interface Loader {
  /** Resolves when rows are in the slot. Calls for different slots may overlap; that is how batches get prepared ahead. */
  fill(slot: BatchSlot, rows: Uint32Array): Promise<void>
  dispose(): Promise<void>
}

/** Copies rows of a data set into a slot: the work of one loader worker. */
export function gather(set: ImageSet, rows: Uint32Array, slot: BatchSlot): void {
  const bytes = imageBytes(set)
  rows.forEach((row, i) => {
    slot.images.set(set.images.subarray(row * bytes, (row + 1) * bytes), i * bytes)
    slot.labels.set(set.labels.subarray(row, row + 1), i)
  })
  slot.indices.set(rows)
}

/** Zero workers: the training thread prepares each batch itself, at the moment at which it needs it. */
export function inlineLoader(set: ImageSet): Loader {
  return {
    fill: (slot, rows) => {
      gather(set, rows, slot)
      return Promise.resolve()
    },
    dispose: () => Promise.resolve()
  }
}
