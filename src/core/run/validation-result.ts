import type { RunConfig } from '../settings/run-config'

/** How well a run did on its validation images, in [0, 1]. */
export interface ValidationResult {
  /** At the end of the best epoch. */
  readonly best: number
  /** Of the network that it ends with. */
  readonly end: number
}

interface Validated {
  readonly loss: number
  readonly accuracy: number
}

/** @returns undefined for a run that was not validated yet */
export function validationResult(
  { patience }: Pick<RunConfig, 'patience'>,
  validations: Iterable<Validated>
): ValidationResult | undefined {
  let best: Validated | undefined
  let end: Validated | undefined
  for (const one of validations) {
    if (best === undefined || one.accuracy > best.accuracy) best = one
    // Early stopping goes back to the epoch with the lowest loss.
    if (end === undefined || patience === 0 || one.loss < end.loss) end = one
  }
  return best && end && { best: best.accuracy, end: end.accuracy }
}
