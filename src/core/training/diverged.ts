import { LabError } from '../base/lab-error'
import { formatCount } from '../format/format-number'

/** Thrown where the loss of a step is no longer finite. */
export class NotFinite extends Error {
  constructor(
    readonly loss: number,
    readonly learningRate: number
  ) {
    super('the loss is not finite')
  }
}

/**
 * What people are told of it.
 * @param step the one with that loss
 * @param kept step of the last checkpoint; undefined when there is none
 */
export function diverged(
  { loss, learningRate }: NotFinite,
  step: number,
  kept: number | undefined
): LabError {
  const what = Number.isNaN(loss) ? 'NaN (not a number)' : 'infinite'
  return new LabError(
    'diverged',
    `The loss became ${what} at step ${formatCount(step)}: the training diverged.`,
    `Lower the learning rate (it was ${learningRate}) and train again. ${
      kept === undefined
        ? 'No checkpoint was saved before that.'
        : `The last checkpoint before that, at step ${formatCount(kept)}, is kept.`
    }`
  )
}
