/** The epoch whose end had the lowest validation loss so far, the first of several that are equal. */
export interface BestEpoch {
  /** Optimizer steps behind it: that of its checkpoint. */
  readonly step: number
  /** Counted from 1. */
  readonly epoch: number
  /** Mean cross-entropy over the validation images. */
  readonly loss: number
}
