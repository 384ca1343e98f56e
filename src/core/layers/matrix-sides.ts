import { required } from '../base/required'
import type { ParameterShape } from './layer-kind'
import { volume } from './shape'

/** How many inputs and outputs a matrix of weights is between. */
export interface MatrixSides {
  readonly inputs: number
  readonly outputs: number
}

/** Of a parameter that is a matrix: its outputs are on the last axis, its inputs on all others. */
export function matrixSides({ matrix, shape }: ParameterShape): MatrixSides | undefined {
  if (!matrix) return undefined
  const outputs = required(shape.at(-1), 'an axis of the outputs')
  return { inputs: volume(shape) / outputs, outputs }
}
