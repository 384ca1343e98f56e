import { formatLoss } from '../../../core/format/format-loss'
import { formatPercent } from '../../../core/format/format-number'
import type { Series } from '../../../core/maths/series'
import type { LogLine, Validation } from '../../../core/run/run-state'
import { formatLogLine } from '../../../core/training/running-loss'

type Measured = Pick<Validation, 'epoch' | 'step' | 'loss' | 'accuracy'>

/** `line`: what the script prints; `validation`: what was measured in between. */
export type LogRow =
  { readonly kind: 'line'; readonly of: LogLine } | { readonly kind: 'validation'; readonly of: Measured }

/**
 * The lines of a log with the validations between them, by their steps: the line of a step comes before the validation
 * after it. Rows are made when they are asked for, because a log can have a hundred thousand.
 */
export class LogRows {
  readonly #log: Series<LogLine>
  readonly #validations: Series<Measured>
  /** The row of each validation. */
  readonly #places: readonly number[]

  constructor(log: Series<LogLine>, validations: Series<Measured>) {
    this.#log = log
    this.#validations = validations
    this.#places = validations.map(({ step }) => linesUpTo(log, step)).map((lines, before) => lines + before)
  }

  get length(): number {
    return this.#log.length + this.#validations.length
  }

  /** As `Array.slice`. */
  slice(first: number, end: number): readonly LogRow[] {
    let before = this.#places.filter((place) => place < first).length
    const rows: LogRow[] = []
    for (let row = first; row < Math.min(end, this.length); row++) {
      const validation = this.#places[before] === row ? this.#validations.at(before) : undefined
      if (validation !== undefined) {
        rows.push({ kind: 'validation', of: validation })
        before += 1
        continue
      }
      const line = this.#log.at(row - before)
      if (line !== undefined) rows.push({ kind: 'line', of: line })
    }
    return rows
  }
}

/** How the log says it. */
export function logRowText(row: LogRow): string {
  return row.kind === 'line'
    ? formatLogLine(row.of)
    : `validation: ${formatLoss(row.of.loss, 3)}, ${formatPercent(row.of.accuracy)} right`
}

/** How many lines were printed up to a step, this one included. */
function linesUpTo(log: Series<LogLine>, step: number): number {
  let [low, high] = [0, log.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((log.at(middle)?.step ?? Infinity) <= step) low = middle + 1
    else high = middle
  }
  return low
}
