import { maxCheckpointBytes } from '../../../core/checkpoint/checkpoint-files'
import { formatCount } from '../../../core/format/format-number'
import { invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'

/** Counts what is made of a file besides its own bytes, so that a small one cannot fill the memory. */
export class ValueBudget {
  readonly #file: string
  #left = maxCheckpointBytes

  constructor(file: string) {
    this.#file = file
  }

  /** Another one with as much left, for what does not stay. */
  copy(): ValueBudget {
    const copy = new ValueBudget(this.#file)
    copy.#left = this.#left
    return copy
  }

  /** @throws LabError 'checkpoint-invalid' when that is more than a checkpoint may take */
  spend(bytes: number): void {
    if (bytes <= this.#left) {
      this.#left -= bytes
      return
    }
    throw invalidCheckpoint(
      `${shown(this.#file)} unpacks to more than ${formatCount(maxCheckpointBytes)} bytes.`,
      'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
    )
  }
}
