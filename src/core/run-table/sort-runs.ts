import { type ColumnId, runColumn } from './run-columns'
import type { TableRun } from './table-run'

export interface RunOrder {
  readonly column: ColumnId
  readonly descending: boolean
}

/** Like names with numbers in them: `Run 9`, then `Run 10`. */
const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Runs in the order of a column. Those without a value come last in both directions; of equal ones, the newest first. */
export function sortRuns<R extends TableRun>(runs: readonly R[], { column, descending }: RunOrder): R[] {
  const { compare, has } = orderOf(column)
  const sign = descending ? -1 : 1
  return [...runs].sort((one, other) => {
    const [first, second] = [has(one), has(other)]
    if (first !== second) return first ? -1 : 1
    const order = first ? sign * compare(one, other) : 0
    return order === 0 ? other.number - one.number : order
  })
}

interface Order {
  readonly has: (run: TableRun) => boolean
  readonly compare: (one: TableRun, other: TableRun) => number
}

function orderOf(id: ColumnId): Order {
  const column = runColumn(id)
  const valueOf = (run: TableRun): string | number | undefined =>
    column.kind === 'text' ? column.text(run) : column.value(run)
  return {
    has: (run) => valueOf(run) !== undefined,
    compare: (one, other) => {
      const [a, b] = [valueOf(one), valueOf(other)]
      return typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b))
    }
  }
}
