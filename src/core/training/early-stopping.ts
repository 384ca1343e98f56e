import type { BestEpoch } from '../run/best-epoch'
import type { RunConfig } from '../settings/run-config'

/**
 * Decides by the validation loss when a training ends, and which checkpoint is its result. L. Prechelt, Early stopping –
 * but when?, 1998; with `patience` as Keras's `EarlyStopping` has it, and `restore_best_weights`.
 */
export class EarlyStopping {
  readonly #patience: number
  #best: BestEpoch | undefined
  #epoch = 0

  /** @param best of the epochs before, in a training that goes on */
  constructor({ patience }: Pick<RunConfig, 'patience'>, best: BestEpoch | undefined) {
    this.#patience = patience
    this.#best = best
    this.#epoch = best?.epoch ?? 0
  }

  /** Kept without early stopping too: a fork may begin with it. */
  get best(): BestEpoch | undefined {
    return this.#best
  }

  /** What the run's result is taken from instead of its last step. */
  get selected(): BestEpoch | undefined {
    return this.#patience === 0 ? undefined : this.#best
  }

  /** Whether so many epochs in a row were no better. */
  get isOver(): boolean {
    return this.#patience > 0 && this.#best !== undefined && this.#epoch - this.#best.epoch >= this.#patience
  }

  measured(validation: BestEpoch): void {
    this.#epoch = validation.epoch
    // NaN is not lower than anything.
    if (this.#best === undefined || validation.loss < this.#best.loss) this.#best = validation
  }
}
