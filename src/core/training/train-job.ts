import type { BatchSlot, Program } from '../engine/engine'
import type { Loader } from './loader'
import type { RunConfig } from '../settings/run-config'
import type { RunEvent } from '../run/run-event'
import type { ConfusionCell, Evaluation } from '../run/evaluation'
import type { BestEpoch } from '../run/best-epoch'
import type { TrainingTimes } from '../run/training-clock'
import type { TrainingState, Weights } from '../model/weights'

/** Where in the run a checkpoint was taken: with seed and configuration, all that an exact resume needs. */
export interface TrainingPosition extends TrainingTimes {
  /** Optimizer steps since the start of the run. */
  readonly step: number
  /** The interval of the running loss that was under way. */
  readonly runningLoss: { readonly sum: number; readonly count: number }
  /** The point of the loss curve that was under way. */
  readonly point: { readonly sum: number; readonly count: number }
  /** What the schedule multiplies: the setting, or what somebody changed it to. */
  readonly learningRate: number
  /** Of the epochs whose validation was over. */
  readonly best?: BestEpoch | undefined
}

/** What a checkpoint keeps of a training. */
export interface TrainingSnapshot {
  readonly state: TrainingState
  readonly position: TrainingPosition
  /** The moving average of the weights, once there is one. */
  readonly average?: Weights | undefined
}

/** How a training ended. `selected`: the epoch whose checkpoint is the result, where that is for early stopping to say. */
export type TrainingEnd =
  { readonly kind: 'finished'; readonly selected?: BestEpoch | undefined } | { readonly kind: 'stopped' }

export const startPosition = (learningRate: number): TrainingPosition => ({
  step: 0,
  runningLoss: { sum: 0, count: 0 },
  point: { sum: 0, count: 0 },
  trainMs: 0,
  waitMs: 0,
  computeMs: 0,
  learningRate
})

/** What the outside asks of a training under way; looked at between calls of the engine. */
export type TrainingRequest =
  | { readonly kind: 'continue' }
  | { readonly kind: 'pause' }
  /** During a pause: train one mini-batch by itself. */
  | { readonly kind: 'step' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'setLearningRate'; readonly learningRate: number }

/** What is found out about a mini-batch before it is trained by itself. */
export interface BatchExamination {
  /** The class with the highest score, for each image. */
  readonly predicted: readonly number[]
  /** L2 norm of each trainable parameter's gradient, in layer order. */
  readonly gradients: readonly { readonly name: string; readonly norm: number }[]
}

/** What the training thread spends its time on. */
export type TrainingActivity = 'wait' | 'compute'

export interface ValidationResult {
  readonly loss: number
  readonly accuracy: number
  /** The same on images that are trained on. */
  readonly trainLoss: number
  readonly trainAccuracy: number
  /** The same of the moving average of the weights, where there is one. */
  readonly averageLoss?: number
  readonly averageAccuracy?: number
  /** The confusion matrix of the validation images. */
  readonly cells: readonly ConfusionCell[]
}

export interface TrainJob {
  readonly config: RunConfig
  readonly program: Program
  readonly loader: Loader
  /** Rows of the training set to train on. */
  readonly rows: Uint32Array
  readonly position: TrainingPosition
  /** Of the checkpoint that it goes on from. */
  readonly average?: Weights | undefined
  /** Milliseconds, monotonic. */
  readonly clock: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly emit: (event: RunEvent) => void
  /** Lets messages in, then says what was asked. `pause` resolves again once training may go on. */
  readonly nextRequest: () => Promise<TrainingRequest>
  /** @returns the bytes that it takes on disk */
  readonly saveCheckpoint: (snapshot: TrainingSnapshot) => Promise<number>
  /**
   * Called at the end of every epoch when rows are held back for validation.
   * @param average of the weights, where there is one: it is measured too
   */
  readonly validate?: (average: Weights | undefined) => Promise<ValidationResult>
  /**
   * Evaluates images that are only watched: at the end of every epoch, and between where that is asked for. `splits`
   * says of which there are any to be evaluated between the ends of epochs.
   */
  readonly watch?: {
    readonly splits: readonly Evaluation['split'][]
    readonly evaluate: (split: Evaluation['split']) => Promise<Pick<Evaluation, 'loss' | 'cells'>>
  }
  /** Looks at images [first, first + count) of a slot with the weights of this moment; called for single steps only. */
  readonly examine: (slot: BatchSlot, first: number, count: number) => Promise<BatchExamination>
  /** Told of each wait for the loader and each call of the engine, in the clock's milliseconds. */
  readonly onActivity?: (activity: TrainingActivity, begin: number, end: number) => void
  /** Told the steps that were trained when the training ends in whatever way. */
  readonly onEnded?: (step: number) => void
}
