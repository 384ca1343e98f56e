import { LabError } from '../base/lab-error'
import type { DatasetInfo } from './dataset-info'
import { classPlaces, sameClasses } from './match-classes'

/**
 * Labels of other classes, or of the same in another order, would count right answers as mistakes.
 * @param own the classes of a network; none where they are not known
 * @throws LabError 'invalid-input' that names those that differ
 */
export function requireSameClasses(
  own: readonly string[],
  { name, classes }: Pick<DatasetInfo, 'name' | 'classes'>
): void {
  if (own.length === 0 || sameClasses(own, classes)) return
  const only = (some: readonly string[], others: readonly string[]): string =>
    quoted(some.filter((one) => !others.includes(one)))
  throw new LabError(
    'invalid-input',
    classPlaces(own, classes) === undefined
      ? `The network knows other classes than ${name} has: ${only(own, classes)} where the data set has ${only(classes, own)}.`
      : `The network has the classes of ${name} in another order: ${quoted(own)}, where the data set has ${quoted(classes)}.`,
    'Test it on a data set with the same classes in the same order: folders of the same names give them.'
  )
}

function quoted(names: readonly string[]): string {
  return `${names
    .slice(0, 3)
    .map((name) => `“${name}”`)
    .join(', ')}${names.length > 3 ? ', …' : ''}`
}
