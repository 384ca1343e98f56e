import { LabError } from '../base/lab-error'
import { inferShapes } from './infer-shapes'
import { learns } from './layer-graph'
import type { ModelSpec } from './model-spec'

/**
 * Whether training can change a network at all: asked where training begins.
 * @throws LabError 'invalid-input' where no layer has weights, or each one that has is frozen
 */
export function checkLearns(model: ModelSpec): void {
  const shapes = inferShapes(model)
  if (shapes.some(learns)) return
  throw shapes.some(({ layer }) => layer.frozen === true)
    ? new LabError(
        'invalid-input',
        'Nothing in this network learns: all of its layers with weights are frozen.',
        'Untick “Frozen” for one of its layers, for example the last one. In a file, remove that layer’s “frozen”.'
      )
    : new LabError(
        'invalid-input',
        'Nothing in this network learns: none of its layers has weights.',
        'Add a layer with weights, such as a dense layer.'
      )
}
