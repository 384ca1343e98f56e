import type { TableRun } from './table-run'

interface Column {
  /** Over the column: `Batch size`. */
  readonly label: string
  /** What the label alone does not say. */
  readonly title?: string
  /** For people; undefined where the run has none. */
  readonly text: (run: TableRun) => string | undefined
  /** It is one of the settings, and can be the same in all runs. */
  readonly setting?: true
}

/** A column of numbers, in the unit in which people read them: percent, seconds, megabytes. */
interface NumberColumn extends Column {
  readonly kind: 'number'
  readonly value: (run: TableRun) => number | undefined
}

/** Points in time, in milliseconds since 1970. */
interface DateColumn extends Column {
  readonly kind: 'date'
  readonly value: (run: TableRun) => number | undefined
}

interface TextColumn extends Column {
  readonly kind: 'text'
  /** What a search in the column finds, with or without what is shown. */
  readonly values: (run: TableRun) => readonly string[]
  /** Whether a search has to name a value as a whole, as with tags, or finds any part of it. */
  readonly whole: boolean
}

export type RunColumn = NumberColumn | DateColumn | TextColumn
