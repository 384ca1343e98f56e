import { parameterShapes } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { Weights } from '../../src/core/model/weights'
import { hash } from './synthetic-images'

/**
 * Weights for networks of any layers, by the same hash as in the script behind fixtures/pytorch:
 * uniform in ±1/sqrt(fan in), or within a quarter of what they would start as.
 */
export function hashedWeights(model: ModelSpec): Weights {
  let first = 0x20000000
  return parameterShapes(model).map(({ name, shape, fanIn, initialValue }) => {
    const center = initialValue ?? 0
    const radius = initialValue === undefined ? 1 / Math.sqrt(fanIn) : 0.25
    const values = Float32Array.from(
      { length: volume(shape) },
      (_, i) => center + ((hash(first + i) / 2 ** 32) * 2 - 1) * radius
    )
    first += values.length
    return { name, shape, values }
  })
}
