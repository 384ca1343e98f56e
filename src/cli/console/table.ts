import { extent } from '../../core/maths/extent'
import { visibleText } from './visible-text'

/** Columns of text, aligned to the left, or to the right where all cells below the head are numbers, marked
 * by an asterisk or not. */
export function formatTable(head: readonly string[], given: readonly (readonly string[])[]): string[] {
  // Before the widths are measured.
  const rows = given.map((row) => row.map(visibleText))
  const columns = head.map((title, index) => {
    const cells = rows.map((row) => row[index] ?? '')
    const width = extent([title, ...cells].map((cell) => cell.length)).max
    const numeric = cells.length > 0 && cells.every((cell) => /^#?[\d.,:]* ?%?(?: \*| {2})?$/.test(cell))
    return (cell: string): string => (numeric ? cell.padStart(width) : cell.padEnd(width))
  })
  return [head, ...rows].map((row) =>
    columns
      .map((align, index) => align(row[index] ?? ''))
      .join('  ')
      .trimEnd()
  )
}
