import { type ColumnId, runColumn } from '../../../core/run-table/run-columns'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { cellText } from './cell-text'

/** Longer texts end in an ellipsis. */
const mostLetters = 22
/** Of a digit, of a letter in a word, and of a letter in the head, in pixels. */
const digitWidth = 8.05
const letterWidth = 7
const headLetterWidth = 6.6

/**
 * How wide a column has to be, in pixels, for what the runs have in it: it must not depend on which rows are drawn. The
 * words of its label stand below one another.
 */
export function columnWidth(id: ColumnId, runs: readonly ListedRun[]): number {
  const { label, kind } = runColumn(id)
  const head = longest(label.split(' ')) * headLetterWidth
  // The day, and the time below.
  if (id === 'started') return Math.max(head, 60)
  const letters = Math.min(longest(runs.map((run) => cellText(id, run) ?? '–')), mostLetters)
  const cell = letters * (kind === 'number' ? digitWidth : letterWidth)
  // A dot stands before the status.
  return Math.ceil(Math.max(head, id === 'status' ? cell + 15 : cell))
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0)
}
