import { LabError } from '../base/lab-error'
import { readNumber } from '../base/read-number'
import { type ColumnId, columnKey, runColumn } from './run-columns'
import { requireColumn } from './require-column'
import type { Comparison, FilterTerm, RunFilter } from './run-filter'

/** `-`, a column, how it is compared, what with: in quotation marks if it has spaces. */
const comparison = /^(-?)([a-z][a-z0-9_-]*)(:|>=|<=|=|>|<)(?:"([^"]*)"|([^\s"]*))(?=\s|$)/i
const word = /^(-?)(?:"([^"]+)"|([^\s"]+))(?=\s|$)/
const dayMs = 24 * 60 * 60 * 1000

/**
 * Reads what people write to find runs: words, and comparisons of a column, all of which have to be true.
 * `wide tag:slow -status:failed accuracy>80 group:"first try" started>=2026-03-01`
 * @throws LabError 'invalid-input'
 */
export function parseRunFilter(text: string): RunFilter {
  const terms: FilterTerm[] = []
  for (let rest = text.trim(); rest !== '';) {
    const compared = comparison.exec(rest)
    const found = compared ?? word.exec(rest)
    if (found === null) throw unreadable(rest)
    const [all, minus, ...parts] = found
    const not = minus === '-'
    if (compared === null) terms.push({ kind: 'word', not, word: parts[0] ?? parts[1] ?? '' })
    else {
      const [name = '', sign = '', quoted, plain = ''] = parts
      terms.push({ not, ...comparedTerm(requireColumn(name), signOf(sign), quoted ?? plain, quoted === '') })
    }
    rest = rest.slice(all.length).trimStart()
  }
  return terms
}

type Compared = FilterTerm extends infer T ? (T extends FilterTerm ? Omit<T, 'not'> : never) : never

function comparedTerm(column: ColumnId, sign: Comparison, text: string, none: boolean): Compared {
  const { kind } = runColumn(column)
  const key = columnKey(column)
  if (text === '' && !(none && sign === '=')) {
    throw invalid(`There is no value after “${key}”.`, `Write ${key}:"" to find runs that have none.`)
  }
  if (kind === 'text' || none) {
    if (sign === '=') return { kind: 'text', column, text }
    throw invalid(
      `“${key}” is text, so “${sign}” cannot compare it.`,
      `Write ${key}:${quotedIfNeeded(text)}.`
    )
  }
  if (kind === 'date') return { kind: 'date', column, comparison: sign, ...readDate(text) }
  const number = readAmount(text)
  if (!Number.isNaN(number)) return { kind: 'number', column, comparison: sign, number }
  throw invalid(`“${text.slice(0, 40)}” is not a number.`, `Write ${key}>10 or ${key}:10.`)
}

const signs: Readonly<Record<string, Comparison>> = {
  ':': '=',
  '=': '=',
  '>': '>',
  '<': '<',
  '>=': '>=',
  '<=': '<='
}

function signOf(text: string): Comparison {
  const sign = signs[text]
  if (sign === undefined) throw new Error(`${text} compares nothing`)
  return sign
}

/** `80`, `80%`, `1:30` (minutes and seconds). */
function readAmount(text: string): number {
  const [, hours = '0', minutes, seconds] = /^(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)$/.exec(text) ?? []
  if (minutes !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return readNumber(text.replace(/\s*%$/, ''))
}

/** A day where people live, or a moment of it. */
function readDate(text: string): { readonly begin: number; readonly end: number } {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec(text) ?? []
  const begin = day === undefined ? NaN : new Date(`${day}T${time ?? '00:00'}`).getTime()
  if (!Number.isNaN(begin)) return { begin, end: begin + (time === undefined ? dayMs : 60_000) }
  throw invalid(
    `“${text.slice(0, 40)}” is not a date.`,
    'Write the year, the month and the day, as in started>2026-03-01.'
  )
}

function quotedIfNeeded(text: string): string {
  return /[\s"]/.test(text) ? `"${text.replaceAll('"', '')}"` : text
}

function unreadable(rest: string): LabError {
  const start = rest.slice(0, 40)
  return (rest.match(/"/g) ?? []).length % 2 === 1
    ? invalid(`A quotation mark is not closed: ${start}`, 'Close it after the words that belong together.')
    : invalid(`“${start}” cannot be read.`, 'Put quotation marks around a whole word or a whole value.')
}

function invalid(message: string, hint: string): LabError {
  return new LabError('invalid-input', message, hint)
}
