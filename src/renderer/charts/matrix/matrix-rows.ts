import { formatCount, formatPercent } from '../../../core/format/format-number'
import type { Cell } from '../../state/run/evaluating.svelte'

/** What a cell of the matrix says: images, their share of the true class, or their share of the predicted class. */
export type MatrixUnit = 'count' | 'row' | 'column'

export interface MatrixCell {
  readonly count: number
  /** Of the images of its true class; 0 where there are none. */
  readonly share: number
  /** Of the images that were predicted as its predicted class; 0 where there are none. */
  readonly columnShare: number
}

export interface MatrixRow {
  /** The true class. */
  readonly name: string
  readonly total: number
  readonly cells: readonly MatrixCell[]
  readonly recall: number
  /** Of the class as a prediction. */
  readonly precision: number
}

/** @param confusion counts[true][predicted]; empty before there is an evaluation */
export function matrixRows(
  classes: readonly string[],
  confusion: readonly (readonly number[])[]
): readonly MatrixRow[] {
  const countAt = (label: number, predicted: number): number => confusion[label]?.[predicted] ?? 0
  const predictedAs = classes.map((_, predicted) =>
    classes.reduce((sum, _name, label) => sum + countAt(label, predicted), 0)
  )
  return classes.map((name, trueClass) => {
    const counts = classes.map((_, predicted) => countAt(trueClass, predicted))
    const total = counts.reduce((sum, count) => sum + count, 0)
    const cells = counts.map((count, predicted) => ({
      count,
      share: shareOf(count, total),
      columnShare: shareOf(count, predictedAs[predicted] ?? 0)
    }))
    const own = cells[trueClass]
    return { name, total, cells, recall: own?.share ?? 0, precision: own?.columnShare ?? 0 }
  })
}

const shareOf = (count: number, total: number): number => (total === 0 ? 0 : count / total)

/** In percent with one decimal, in four characters at most: `9.5`, `64.8`, `100`. */
export function percentText(share: number): string {
  const text = (share * 100).toFixed(1)
  return text === '100.0' ? '100' : text
}

/** What a cell says, in words; nothing for one outside the matrix. */
export function describeCell(
  rows: readonly MatrixRow[],
  { trueClass, predictedClass }: Cell,
  unit: MatrixUnit = 'count'
): string {
  const row = rows[trueClass]
  const cell = row?.cells[predictedClass]
  const predicted = rows[predictedClass]?.name
  if (row === undefined || cell === undefined || predicted === undefined) return ''
  const predictedAs = rows.reduce((sum, { cells }) => sum + (cells[predictedClass]?.count ?? 0), 0)
  return cellInWords(row.name, predicted, cell.count, unit, { trueClass: row.total, predictedAs })
}

/** @param totals images of the true class, and images that were predicted as the predicted one */
export function cellInWords(
  trueClass: string,
  predicted: string,
  count: number,
  unit: MatrixUnit,
  totals: { readonly trueClass: number; readonly predictedAs: number }
): string {
  const images = formatCount(count)
  if (unit === 'column') {
    const share = formatPercent(shareOf(count, totals.predictedAs))
    return `${images} of ${formatCount(totals.predictedAs)} predicted as ${predicted} are of the class ${trueClass}, ${share}`
  }
  const amount = `${images} of ${formatCount(totals.trueClass)}, ${formatPercent(shareOf(count, totals.trueClass))}`
  return trueClass === predicted
    ? `${trueClass} recognised: ${amount}`
    : `${trueClass} predicted as ${predicted}: ${amount}`
}
