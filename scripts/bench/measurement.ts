import { formatCount } from '../../src/core/format/format-number'
import { formatTable } from '../../src/cli/console/table'

/** One line of a table: heading to value. Numbers stay exact here, and are rounded where people read them. */
export type Row = Readonly<Record<string, string | number | undefined>>

/** A table with what has to be known to read it. */
export interface Measurement {
  readonly title: string
  readonly notes: readonly string[]
  readonly rows: readonly Row[]
}

/** For a terminal. */
export function formatText({ title, notes, rows }: Measurement): string {
  const heads = headings(rows)
  const table = heads.length === 0 ? [] : formatTable(heads, cells(rows, heads))
  return [title, '='.repeat(title.length), ...table, ...notes.map((note) => `- ${note}`)].join('\n')
}

/** For docs/benchmarks.md. */
export function formatMarkdown({ title, notes, rows }: Measurement): string {
  const heads = headings(rows)
  const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`
  const table =
    heads.length === 0 ? [] : [line(heads), line(heads.map(() => '---')), ...cells(rows, heads).map(line), '']
  return [`### ${title}`, '', ...table, ...notes.map((note) => `- ${note}`)].join('\n')
}

/** Three digits are all that a measurement on a machine with other work is good for. */
export function formatValue(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (Number.isInteger(value)) return formatCount(value)
  const size = Math.abs(value)
  return size >= 100 ? formatCount(value) : value.toFixed(size >= 10 ? 1 : 2)
}

function headings(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))]
}

function cells(rows: readonly Row[], heads: readonly string[]): string[][] {
  return rows.map((row) => heads.map((head) => formatValue(row[head])))
}
