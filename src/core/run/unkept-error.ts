import { accuracy, type Evaluation } from './evaluation'
import { LabError, type LabErrorData } from '../base/lab-error'

/** Tells a result that the disk did not take, so that it is not lost. */
export function unkeptError(evaluation: Evaluation, { message, hint, cause }: LabErrorData): LabError {
  return new LabError(
    'storage',
    `The accuracy is ${(100 * accuracy(evaluation)).toFixed(1)} %, but the result could not be saved with the run. ${message}`,
    hint,
    cause
  )
}
