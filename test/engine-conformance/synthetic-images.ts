import type { BatchSlot } from '../../src/core/engine/engine'

/** A whole number in [0, 2^32) for each index: the finaliser of MurmurHash3. */
export function hash(index: number): number {
  let h = index | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Bytes and labels that depend on the index alone, the same in TypeScript and in the script behind the fixtures. */
export function fillSlot(slot: BatchSlot, classes: number): void {
  for (let i = 0; i < slot.images.length; i++) slot.images[i] = hash(i) >>> 24
  for (let i = 0; i < slot.labels.length; i++) slot.labels[i] = hash(i + 0x40000000) % classes
}
