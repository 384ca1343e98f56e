import { type ColumnId, runColumn } from '../../../core/run-table/run-columns'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { cellLines } from './cell-text'

/** Longer texts end in an ellipsis. */
const mostLetters = 22
/** Of a digit, of a letter in a word, in the line below, and in the head, in pixels. */
const digitWidth = 8.05
const letterWidth = 7
const belowLetterWidth = 6.2
const headLetterWidth = 6.6

/** In a narrow room, where names need the place: the line below ends in an ellipsis. */
export function narrowColumnWidth(id: ColumnId, runs: readonly ListedRun[]): number {
  return widthOf(id, runs, 0)
}

/**
 * How wide a column has to be, in pixels, for what the runs have in it: it must not depend on which rows are drawn. The
 * words of its label stand below one another.
 */
export function columnWidth(id: ColumnId, runs: readonly ListedRun[]): number {
  return widthOf(id, runs, belowLetterWidth)
}

/** @param belowWidth of a letter in the line below */
function widthOf(id: ColumnId, runs: readonly ListedRun[], belowWidth: number): number {
  const { label, kind } = runColumn(id)
  const head = longest(label.split(' ')) * headLetterWidth
  // The day, and the time below.
  if (id === 'started') return Math.max(head, 60)
  const lines = runs.map((run) => cellLines(id, run))
  const widest = (texts: readonly string[], width: number): number =>
    Math.min(longest(texts), mostLetters) * width
  const cell = Math.max(
    widest(
      lines.map(({ first }) => first),
      kind === 'number' ? digitWidth : letterWidth
    ),
    widest(
      lines.map(({ below }) => below),
      belowWidth
    )
  )
  // A dot stands before the status, and every tag has an edge.
  const more = id === 'status' ? 15 : id === 'tag' ? 16 : 0
  return Math.ceil(Math.max(head, cell + more))
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0)
}
