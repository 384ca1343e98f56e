import { parameterShapes } from '../../core/model/infer-shapes'
import type { ModelSpec } from '../../core/model/model-spec'
import { required } from '../../core/base/required'
import type { Weights } from '../../core/model/weights'

/** @param values of each parameter, in the order of `parameterShapes` */
export function namedWeights(model: ModelSpec, values: readonly Float32Array[]): Weights {
  return parameterShapes(model).map(({ name, shape }, i) => ({
    name,
    shape,
    values: required(values[i], 'values of each parameter')
  }))
}
