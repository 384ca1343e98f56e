import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'
import { shown } from '../checkpoint/invalid-checkpoint'

/** The error of weights that fit a network but for the number of its classes. */
export function withOtherClasses(
  fileName: string,
  network: string,
  classes: { readonly file: number; readonly network: number }
): LabError {
  return new LabError(
    'checkpoint-invalid',
    `${shown(fileName)} has ${formatCount(classes.file)} classes, but ${network} has ${formatCount(classes.network)}: all other weights fit.`,
    `Choose a data set with ${formatCount(classes.file)} classes in Data, or in a terminal with --data: the presets have as many classes as it.`
  )
}
