import type { Dialect } from '../code/dialect'
import type { ScriptPart } from '../code/script'
import type { DatasetInfo } from '../data/dataset-info'
import type { LayerShape } from '../layers/layer-kinds'
import type { Evaluation } from '../run/evaluation'
import type { RunConfig } from '../settings/run-config'

/** What the lesson's texts speak of: everything in them that is a figure or a name comes from here. */
export interface LessonFacts {
  readonly dialect: Dialect
  /** Of the script that is shown; its model is the network that is shown. */
  readonly config: RunConfig
  readonly dataset: DatasetInfo
  /** Of the network's layers, as far as their sizes fit. */
  readonly shapes: readonly LayerShape[]
  /** The layer at which they stop fitting, and why. */
  readonly misfit: { readonly layer: string; readonly message: string; readonly hint: string } | undefined
  /** The part of the script that the reader is at. */
  readonly part: ScriptPart
  /** Of the run that is shown. */
  readonly evaluation: Evaluation | undefined
  /** The surface of the race of optimizers. */
  readonly surface: 'ravine' | 'beale' | 'himmelblau' | 'saddle' | 'localLow'
  /** The slice through the loss of the run that is shown, and the share of its path that lies in it. */
  readonly slice: { readonly directions: 'principal' | 'random'; readonly share: number | undefined }
}
