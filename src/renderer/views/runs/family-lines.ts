import type { RunSummary } from '../../../lab/contract/run-summary'

/** What is drawn of one line in one row. */
export interface LinePart {
  /** Whether the line goes on to the row above, and below. */
  readonly up: boolean
  readonly down: boolean
  /** Whether it leads to the run of this row. */
  readonly joins: boolean
}

const nothing: LinePart = { up: false, down: false, joins: false }

type Listed = Pick<RunSummary, 'runId' | 'from' | 'createdAt'>

/** The run in the list that a fork comes from; undefined where it was deleted, or is no fork. */
export function parentOf<R extends Listed>(run: Listed, all: readonly R[]): R | undefined {
  const { from } = run
  return from && all.find(({ runId, createdAt }) => runId === from.runId && createdAt === from.createdAt)
}

/**
 * Lines beside the rows of a list that lead from each run to its forks. Lines that pass the same row lie side by side.
 * @returns for each run the part of every line in its row; all rows have as many
 */
export function familyLines(runs: readonly Listed[]): readonly (readonly LinePart[])[] {
  const rowOf = new Map(runs.map(({ runId }, row) => [runId, row]))
  const forks = new Map<number, number[]>()
  runs.forEach((run, row) => {
    const parent = rowOf.get(parentOf(run, runs)?.runId ?? '')
    if (parent !== undefined) forks.set(parent, [...(forks.get(parent) ?? []), row])
  })
  const lines = [...forks].map(([parent, rows]) => {
    const ends = [parent, ...rows]
    const inOrder = [...ends].sort((a, b) => a - b)
    return { ends, first: inOrder[0] ?? parent, last: inOrder.at(-1) ?? parent }
  })
  lines.sort((a, b) => a.first - b.first)
  /** For each place, the row at which its latest line ends. */
  const taken: number[] = []
  const grid = runs.map((): LinePart[] => [])
  for (const { ends, first, last } of lines) {
    const free = taken.findIndex((end) => end < first)
    const place = free === -1 ? taken.length : free
    taken[place] = last
    for (let row = first; row <= last; row++) {
      const parts = grid[row]
      if (parts !== undefined) parts[place] = { up: row > first, down: row < last, joins: ends.includes(row) }
    }
  }
  return grid.map((parts) => taken.map((_, place) => parts[place] ?? nothing))
}
