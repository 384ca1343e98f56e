import { median } from './alternate'
import type { Row } from './measurement'

/** One line about times in milliseconds, in the column that is named. */
export function quantileRow(column: string, what: string, times: readonly number[]): Row {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    [column]: what,
    'median, ms': Number(median(times).toFixed(1)),
    '95 of 100 within, ms': Number((sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN).toFixed(1))
  }
}
