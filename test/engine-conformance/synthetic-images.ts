import type { BatchSlot } from '../../src/core/engine'
import { parameterShapes, volume } from '../../src/core/infer-shapes'
import type { ModelSpec } from '../../src/core/model-spec'
import type { Weights } from '../../src/core/weights'

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

/** Weights uniform in ±1/sqrt(fan in), by the same hash as in the script behind the fixtures. */
export function syntheticWeights(model: ModelSpec): Weights {
  let first = 0x20000000
  return parameterShapes(model).map(({ name, shape, fanIn }) => {
    const values = Float32Array.from({ length: volume(shape) }, (_, i) => {
      return ((hash(first + i) / 2 ** 32) * 2 - 1) / Math.sqrt(fanIn)
    })
    first += values.length
    return { name, shape, values }
  })
}
