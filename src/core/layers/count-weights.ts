import { formatCount } from '../format/format-number'
import type { ParameterShape } from './layer-kind'
import { volume } from './shape'

interface WeightCounts {
  readonly all: number
  /** All but those of frozen layers. */
  readonly learning: number
}

/** How many weights there are, and how many of them learn. What layers average themselves is no weight. */
export function countWeights(parameters: readonly ParameterShape[]): WeightCounts {
  const count = (counts: (parameter: ParameterShape) => boolean): number =>
    parameters.filter(counts).reduce((sum, { shape }) => sum + volume(shape), 0)
  return { all: count(({ averaged }) => !averaged), learning: count(({ trainable }) => trainable) }
}

/** Behind a number of parameters: ` (10,164 learn)` where some are frozen, else nothing. */
export function learningNote({ all, learning }: WeightCounts): string {
  if (learning === all) return ''
  return learning === 0
    ? ' (none learns)'
    : ` (${formatCount(learning)} ${learning === 1 ? 'learns' : 'learn'})`
}
