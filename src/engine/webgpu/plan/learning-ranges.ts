import { volume } from '../../../core/layers/shape'
import type { OperationKind, PlannedOperation } from './plan'

/** The weights of one operation that the optimizer moves: they lie one after the other. */
export interface LearningRange {
  /** The operation's. */
  readonly name: string
  readonly begin: number
  readonly count: number
}

type Weights = Omit<LearningRange, 'name'> | undefined

const none = (): Weights => undefined
const weights: { readonly [K in OperationKind]: (operation: PlannedOperation<K>) => Weights } = {
  convolution: ({ learns, weights: begin, kernelSize, inputShape, outputShape }) =>
    learns ? { begin, count: (volume(kernelSize) * inputShape[2] + 1) * outputShape[2] } : undefined,
  depthwise: ({ learns, weights: begin, kernelSize, outputShape }) =>
    learns ? { begin, count: (volume(kernelSize) + 1) * outputShape[2] } : undefined,
  dense: ({ learns, weights: begin, inputs, units }) =>
    learns ? { begin, count: (inputs + 1) * units } : undefined,
  // Beta behind gamma; the moving averages are not learned.
  standardise: ({ learns, gamma, channels }) => (learns ? { begin: gamma, count: 2 * channels } : undefined),
  pool: none,
  mask: none,
  activate: none,
  curve: none,
  add: none,
  concatenate: none,
  pad: none,
  fork: none,
  normalise: none
}

/** All weights that the optimizer moves, without those of frozen layers and without moving averages. */
export function learningRanges(operations: readonly PlannedOperation[]): LearningRange[] {
  return operations.flatMap((operation) => {
    const own = weightsOf(operation)
    return own === undefined ? [] : [{ name: operation.name, ...own }]
  })
}

function weightsOf<K extends OperationKind>(operation: PlannedOperation<K>): Weights {
  return weights[operation.kind](operation)
}
