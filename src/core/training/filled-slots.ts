import type { BatchSlot } from '../engine/engine'
import type { Loader } from './loader'

export interface SlotFilling {
  readonly loader: Loader
  /** Counted from 0. */
  readonly epoch: number
  /** Filled in turn. */
  readonly slots: readonly BatchSlot[]
  readonly slotImages: number
  /** How many slots are filled before they are needed. */
  readonly ahead: number
  readonly clock: () => number
  /** Told since when training has had to wait, each time that it goes on. */
  readonly waited: (begin: number) => void
}

/** Rows in the engine's slots, in order; later slots are filled while an earlier one is in use. */
export async function* filledSlots(
  rows: Uint32Array,
  { loader, epoch, slots, slotImages, ahead, clock, waited }: SlotFilling
): AsyncGenerator<{ readonly slot: BatchSlot; readonly images: number }, void> {
  const pending: Promise<void>[] = []
  const fill = (chunk: number): void => {
    const from = chunk * slotImages
    const slot = slots[chunk % slots.length]
    if (from >= rows.length || slot === undefined) return
    const begin = clock()
    pending[chunk % slots.length] = loader.fill(slot, rows.subarray(from, from + slotImages), epoch)
    // Without workers the images are gathered here and now.
    waited(begin)
  }
  for (let chunk = 0; chunk < ahead; chunk++) fill(chunk)
  try {
    for (let chunk = 0; chunk * slotImages < rows.length; chunk++) {
      const slot = slots[chunk % slots.length]
      if (slot === undefined) break
      const begin = clock()
      await pending[chunk % slots.length]
      waited(begin)
      yield { slot, images: Math.min(slotImages, rows.length - chunk * slotImages) }
      fill(chunk + ahead)
    }
  } finally {
    // Also when training ends early: nobody writes to a slot after that.
    await Promise.all(pending)
  }
}
