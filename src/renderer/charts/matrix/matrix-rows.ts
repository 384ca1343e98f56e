import { formatCount, formatPercent } from '../../../core/format/format-number'
import type { Cell } from '../../state/run/evaluating.svelte'

export interface MatrixCell {
  readonly count: number
  /** Of the images of its true class; 0 where there are none. */
  readonly share: number
}

export interface MatrixRow {
  /** The true class. */
  readonly name: string
  readonly total: number
  readonly cells: readonly MatrixCell[]
  readonly recall: number
}

/** @param confusion counts[true][predicted]; empty before there is an evaluation */
export function matrixRows(
  classes: readonly string[],
  confusion: readonly (readonly number[])[]
): readonly MatrixRow[] {
  return classes.map((name, trueClass) => {
    const counts = classes.map((_, predicted) => confusion[trueClass]?.[predicted] ?? 0)
    const total = counts.reduce((sum, count) => sum + count, 0)
    const cells = counts.map((count) => ({ count, share: total === 0 ? 0 : count / total }))
    return { name, total, cells, recall: cells[trueClass]?.share ?? 0 }
  })
}

/** What a cell says, in words; nothing for one outside the matrix. */
export function describeCell(rows: readonly MatrixRow[], { trueClass, predictedClass }: Cell): string {
  const row = rows[trueClass]
  const cell = row?.cells[predictedClass]
  const predicted = rows[predictedClass]?.name
  if (row === undefined || cell === undefined || predicted === undefined) return ''
  return cellInWords(row.name, predicted, cell.count, row.total)
}

/** @param total images of the true class */
export function cellInWords(trueClass: string, predicted: string, count: number, total: number): string {
  const amount = `${formatCount(count)} of ${formatCount(total)}, ${formatPercent(total === 0 ? 0 : count / total)}`
  return trueClass === predicted
    ? `${trueClass} recognised: ${amount}`
    : `${trueClass} predicted as ${predicted}: ${amount}`
}
