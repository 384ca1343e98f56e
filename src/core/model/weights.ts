/**
 * One named array of values, in TensorFlow's layout (conv kernel [kh, kw, in, out], dense kernel [in, out]).
 */
export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/**
 * All parameters in the order of `parameterShapes`: kernel before bias; gamma, beta, moving_mean, moving_variance.
 * The moving ones are part of the network, but no optimizer moves them; nor the weights of frozen layers.
 */
export type Weights = readonly NamedTensor[]

/** What a step changes: enough to go on exactly where another engine or another day left off. */
export interface TrainingState {
  readonly weights: Weights
  /** One set of values for each of `optimizerStateNames`, in the order of `trainableShapes`; empty before the first step. */
  readonly optimizerState: readonly (readonly Float32Array[])[]
  /** Optimizer steps behind it, 0 at the start. What layers draw follows from it. */
  readonly step: number
  /**
   * How many of them the optimizer has taken since all that it keeps was 0, from which Adam's bias correction follows: fewer
   * than `step` where a run goes on with another optimizer.
   */
  readonly optimizerSteps: number
}

/** The same network before the same step, with an optimizer that has kept nothing yet. */
export function withoutOptimizer({ weights, step }: Pick<TrainingState, 'weights' | 'step'>): TrainingState {
  return { weights, optimizerState: [], step, optimizerSteps: 0 }
}

/** The state at the start of a run. */
export function untrainedState(weights: Weights): TrainingState {
  return withoutOptimizer({ weights, step: 0 })
}
