import { axis } from '../../../core/maths/axis'
import { extent } from '../../../core/maths/extent'

/** What a setting came to over its seeds; shares in [0, 1]. */
export interface SeedRow {
  readonly title: string
  /** One for each seed. */
  readonly values: readonly number[]
  readonly mean: number
  /** Half the width of the 95 % interval of the mean; undefined for a single seed. */
  readonly margin?: number | undefined
  readonly best: boolean
  /** Where it stands among the others, the higher the better. */
  readonly standing: number
}

/** A few rows keep their order, in which people know them; of more, the best are wanted first. */
const mostInOrder = 12

/** The rows with their places in the list, in the order in which they are shown. */
export function orderedRows(rows: readonly SeedRow[]): readonly (SeedRow & { readonly row: number })[] {
  const placed = rows.map((row, i) => ({ ...row, row: i }))
  return rows.length <= mostInOrder
    ? placed
    : placed.sort((a, b) => Number(b.best) - Number(a.best) || b.standing - a.standing || a.row - b.row)
}

/** The axis for all of them, and the round values on it. */
export function seedAxis(rows: readonly SeedRow[]): {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  /** Of the ticks in per cent. */
  readonly decimals: number
} {
  const { min, max } = extent(
    rows.flatMap(({ values, mean, margin = 0 }) => [
      ...values,
      // An interval of two seeds can be far wider than all that was measured.
      Math.max(0, mean - margin),
      Math.min(1, mean + margin)
    ])
  )
  if (min > max) return { from: 0, to: 1, ticks: [0, 1], decimals: 0 }
  const around = Math.max(0.005, 0.04 * (max - min))
  const { from, to, ticks, decimals } = axis(
    100 * Math.max(0, min - around),
    100 * Math.min(1, max + around),
    4
  )
  return { from: from / 100, to: to / 100, ticks: ticks.map((tick) => tick / 100), decimals }
}
