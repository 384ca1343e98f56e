import type { z } from '../base/schema'
import type { MatrixSides } from '../layers/matrix-sides'
import type { KnobLine } from './knob-line'

/** How weight w at index i moves, given its gradient g: new values into what the optimizer keeps at i. @returns the new w */
export type OptimizerRule = (w: number, g: number, i: number) => number

/** How the weights of a matrix move together: `direction` of each, all of these through `orthogonalise`, then `move`. */
interface MatrixStep<O> {
  /** What is orthogonalised, from gradient g at index i: new values into what the optimizer keeps at i. */
  direction(spec: O, kept: readonly Float64Array[]): (g: number, i: number) => number
  /** @returns the new w, given what became of its direction */
  move(spec: O, learningRate: number, sides: MatrixSides): (w: number, direction: number) => number
}

/** How a library makes an optimizer, after its learning rate. */
interface OptimizerCode {
  /** As the library calls it: `AdamW`. */
  readonly name: string
  readonly arguments: readonly KnobLine[]
  /** In place of the bracket that closes the call. */
  readonly end?: KnobLine
}

/** What an optimizer of PyTorch's has in its state dict. */
export interface TorchOptimizer {
  /** Of a parameter group, besides its parameters and learning rate; several numbers are a tuple. */
  readonly group: Readonly<Record<string, number | boolean | readonly number[]>>
  /** What it calls each of `stateNames`. */
  readonly state: readonly string[]
  /** Whether it keeps, as `step`, how many steps it has taken. */
  readonly countsSteps: boolean
}

/**
 * Everything that core knows of one type of optimizer. O is the optimizer as data.
 * What people read of it stands beside it, in an `OptimizerText`.
 *
 * In formulas w is a weight, g its gradient of the mean loss, lr the learning rate, and t the number of the step, 1 for
 * the first. All values that an optimizer keeps begin at 0. Every trainable
 * parameter is treated alike, biases included, unless `matrix` says otherwise.
 */
export interface OptimizerKind<S extends z.ZodObject, O = z.infer<S>> {
  /** Its settings are knobs, in the order of the formula. */
  readonly schema: S
  /** torch.optim's defaults. */
  readonly usual: O
  /**
   * Names of the values that it keeps for each trainable weight, in the order of `TrainingState.optimizerState`, as checkpoints
   * have them.
   */
  readonly stateNames: readonly string[]
  /**
   * What a step is measured by: the slope itself, the slope divided by how steep it has been, or in matrices the direction
   * alone, however steep it is.
   */
  readonly steps: 'slope' | 'adaptive' | 'matrix'
  /** What weight decay changes: the gradient, before all else, or the weight itself. */
  readonly decays: 'gradient' | 'weight'

  /**
   * One step, weight by weight, in float64: of every parameter, or where `matrix` says how matrices move, of the others.
   * @param kept what it keeps for the weights, each f64[weights]
   */
  rule(spec: O, learningRate: number, step: number, kept: readonly Float64Array[]): OptimizerRule
  readonly matrix?: MatrixStep<O>
  /** As `torch.optim` makes it. */
  pytorch(spec: O): OptimizerCode
  /** As its state dict has it. */
  torch(spec: O): TorchOptimizer
  /** As `tf.train` makes it; weight decay, which that has not, is written out around it. */
  tfjs(spec: O): OptimizerCode
}

/** One of the values that an optimizer keeps. @throws RangeError where it keeps none for this weight */
export function stateValue(values: Float64Array, index: number): number {
  const value = values[index]
  if (value === undefined)
    throw new RangeError(`the optimizer keeps ${values.length} values, none at ${index}`)
  return value
}
