import type { MatrixSides } from '../../../core/layers/matrix-sides'
import { volume } from '../../../core/layers/shape'
import type { MatrixPlaces, PlannedOperation } from './plan'

/** The weights of an operation that move as a whole: f32[inputs, outputs]. */
export interface PlannedMatrix extends MatrixSides {
  readonly name: string
  /** Where they begin. */
  readonly weights: number
  readonly places: MatrixPlaces
}

/** Undefined of an operation without such a matrix. */
export function plannedMatrix(operation: PlannedOperation): PlannedMatrix | undefined {
  if (operation.kind !== 'convolution' && operation.kind !== 'dense') return undefined
  const { name, weights, matrix: places } = operation
  if (places === undefined) return undefined
  if (operation.kind === 'dense')
    return { name, weights, places, inputs: operation.inputs, outputs: operation.units }
  const { kernelSize, inputShape, outputShape } = operation
  return { name, weights, places, inputs: volume(kernelSize) * inputShape[2], outputs: outputShape[2] }
}
