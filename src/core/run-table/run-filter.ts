import { type ColumnId, runColumn } from './run-columns'
import type { RunColumn } from './run-column'
import type { TableRun } from './table-run'

export type Comparison = '=' | '>' | '<' | '>=' | '<='

/** One thing that is asked of a run. */
export type FilterTerm = { readonly not: boolean } & (
  | { readonly kind: 'word'; readonly word: string }
  /** An empty text finds runs that have none. */
  | { readonly kind: 'text'; readonly column: ColumnId; readonly text: string }
  | {
      readonly kind: 'number'
      readonly column: ColumnId
      readonly comparison: Comparison
      readonly number: number
    }
  /** A day or a moment: what lies in it is equal to it. In milliseconds since 1970, `end` is the first after it. */
  | {
      readonly kind: 'date'
      readonly column: ColumnId
      readonly comparison: Comparison
      readonly begin: number
      readonly end: number
    }
)

/** All of its terms have to be true of a run; without terms it finds all runs. */
export type RunFilter = readonly FilterTerm[]

/** Where a word is looked for. */
const searched: readonly ColumnId[] = ['name', 'tag', 'note', 'group', 'dataset', 'network', 'recipe']

export function matchesFilter(filter: RunFilter, run: TableRun): boolean {
  return filter.every((term) => matches(term, run) !== term.not)
}

function matches(term: FilterTerm, run: TableRun): boolean {
  switch (term.kind) {
    case 'word': {
      const word = term.word.toLowerCase()
      if (word === String(run.number) || word === `#${run.number}`) return true
      return searched.some((id) => valuesOf(runColumn(id), run).some((value) => value.includes(word)))
    }
    case 'text':
      return matchesText(runColumn(term.column), term.text.toLowerCase(), run)
    case 'number': {
      const column = runColumn(term.column)
      const value = column.kind === 'text' ? undefined : column.value(run)
      if (value === undefined) return false
      // As it is, or as it is shown, which may be rounded.
      const shown = Number(column.text(run)?.replaceAll(/[,\s%]/g, ''))
      const equal = value === term.number || shown === term.number
      return compared(term.comparison, equal ? 0 : value - term.number)
    }
    case 'date': {
      const column = runColumn(term.column)
      const at = column.kind === 'date' ? column.value(run) : undefined
      if (at === undefined) return false
      return compared(term.comparison, at < term.begin ? -1 : at >= term.end ? 1 : 0)
    }
  }
}

function valuesOf(column: RunColumn, run: TableRun): readonly string[] {
  return column.kind === 'text' ? column.values(run).map((value) => value.toLowerCase()) : []
}

function matchesText(column: RunColumn, text: string, run: TableRun): boolean {
  const values = valuesOf(column, run)
  if (text === '') return column.kind === 'text' ? values.length === 0 : column.value(run) === undefined
  const whole = column.kind === 'text' && column.whole
  return values.some((value) => (whole ? value === text : value.includes(text)))
}

function compared(comparison: Comparison, difference: number): boolean {
  switch (comparison) {
    case '=':
      return difference === 0
    case '>':
      return difference > 0
    case '<':
      return difference < 0
    case '>=':
      return difference >= 0
    case '<=':
      return difference <= 0
  }
}
