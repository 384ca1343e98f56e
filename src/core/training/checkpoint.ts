import type { RunConfig } from '../settings/run-config'
import type { RecordedDataset } from '../data/dataset-info'
import type { TrainingPosition } from './train-job'
import type { TrainingState, Weights } from '../model/weights'

/** A network at one step of its training, with all that is needed to evaluate it or to train on exactly. */
export interface Checkpoint {
  /** The model is `config.model`. */
  readonly config: RunConfig
  readonly classes: readonly string[]
  /** What it was trained on; undefined for a network that came from elsewhere. */
  readonly dataset: RecordedDataset | undefined
  /** True where nobody knows which pixels the network takes: those of `config.model` are only the usual ones. */
  readonly assumesPixels?: boolean | undefined
  /** True where the file does not name the classes: they are only numbered. */
  readonly assumesClasses?: boolean | undefined
  /** Kinds of layers that its file has besides, which act only in training: of a file that is just being loaded. */
  readonly leftOut?: readonly string[] | undefined
  /** Epochs begun, counted from 1; 0 when it was never trained here. */
  readonly epoch: number
  readonly position: TrainingPosition
  /** Its step is the position's. */
  readonly state: TrainingState
  /** The moving average of the weights; undefined where the run keeps none, or has not begun one. */
  readonly average?: Weights | undefined
  /** What made it: `tenfold`, `engine`... */
  readonly versions: Readonly<Record<string, string>>
}
