import { closestName } from '../base/closest-name'
import { LabError } from '../base/lab-error'
import { columnCalled, type ColumnId, columnIds, columnKey } from './run-columns'

/** Fewer letters begin the names of too many columns. */
const leastLetters = 3

/** The column that somebody wrote. @throws LabError 'invalid-input' for one that there is not */
export function requireColumn(text: string): ColumnId {
  const column = columnCalled(text)
  if (column !== undefined) return column
  const meant = nearest(text)
  throw new LabError(
    'invalid-input',
    `There is no column “${text.slice(0, 40)}”.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    'The help lists all columns. Put words that contain a colon in quotation marks.'
  )
}

/** The column that is spelt alike, or that begins with what was written: `valid`. */
function nearest(text: string): string | undefined {
  const keys = columnIds.map(columnKey)
  const begins = (key: string): boolean => key.startsWith(text.toLowerCase())
  return closestName(text, keys) ?? (text.length < leastLetters ? undefined : keys.find(begins))
}
