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

  /** Bytes that may still be made. */
  get left(): number {
    return this.#left
  }

  /** @throws LabError 'checkpoint-invalid' when that is more than a checkpoint may take */
  spend(bytes: number): void {
    if (bytes > this.#left) throw this.exceeded()
    this.#left -= bytes
  }

  exceeded(): Error {
    return invalidCheckpoint(
      `${shown(this.#file)} unpacks to more than ${formatCount(maxCheckpointBytes)} bytes.`,
      'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
    )
  }
}
