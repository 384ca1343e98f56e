import { LabError } from '../base/lab-error'
import { formatCount } from '../format/format-number'
import { volume } from '../layers/shape'
import { parameterShapes } from './infer-shapes'
import type { ModelSpec } from './model-spec'

/** With an optimizer that keeps two values for each weight, a checkpoint of this size is still one that is read. */
const mostParameters = 16_000_000

/** Values of all parameters, those included that a layer averages itself. */
function countValues(model: ModelSpec): number {
  return parameterShapes(model).reduce((sum, { shape }) => sum + volume(shape), 0)
}

/**
 * Whether checkpoints can hold a network: asked before anything of it is allocated.
 * @throws LabError 'invalid-input' with its number of parameters and the limit
 */
export function checkSize(model: ModelSpec): void {
  const count = countValues(model)
  if (count <= mostParameters) return
  throw new LabError(
    'invalid-input',
    `The network has ${formatCount(count)} parameters; Tenfold trains at most ${formatCount(mostParameters)}.`,
    'Give its largest dense layers fewer units, or pool the image further before the flatten layer.'
  )
}
