import type { Explanation } from '../base/text-block'

/** What people read about a kind of augmentation. V is its setting. */
export interface AugmentationText<V> {
  /** Beside its control: `Crop`. */
  readonly label: string
  /** In a sentence. */
  readonly noun: string
  /** Under its control. */
  readonly hint: string
  /** In the help of the command line. */
  readonly help: string
  /** What the guide says about it. */
  guide(setting: V): Explanation
}
