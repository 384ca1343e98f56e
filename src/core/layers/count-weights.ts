import type { ParameterShape } from './layer-kind'
import { volume } from './shape'

/** How many weights there are, and how many of them learn: all but those of frozen layers. What layers average is neither. */
export function countWeights(parameters: readonly ParameterShape[]): {
  readonly all: number
  readonly learning: number
} {
  const count = (counts: (parameter: ParameterShape) => boolean): number =>
    parameters.filter(counts).reduce((sum, { shape }) => sum + volume(shape), 0)
  return { all: count(({ averaged }) => !averaged), learning: count(({ trainable }) => trainable) }
}
