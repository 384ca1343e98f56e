import { closestName } from '../base/closest-name'
import { LabError } from '../base/lab-error'
import { columnCalled, type ColumnId, columnIds, columnKey } from './run-columns'

/** The column that somebody wrote. @throws LabError 'invalid-input' for one that there is not */
export function requireColumn(text: string): ColumnId {
  const column = columnCalled(text)
  if (column !== undefined) return column
  const keys = columnIds.map(columnKey)
  const meant = closestName(text, keys)
  throw new LabError(
    'invalid-input',
    `There is no column “${text.slice(0, 40)}”.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    `Columns: ${keys.join(', ')}. Put words that contain a colon in quotation marks.`
  )
}
