import type { ComparisonDocument } from './comparison-document'
import { type CsvCell, csvText } from '../../core/format/csv-text'

/** The comparison as one tidy table, `section,row,run,value`: every value of every run is a line of its own. */
export function comparisonCsv({ results, settings, classes, curves, ...head }: ComparisonDocument): string {
  const lines: (readonly CsvCell[])[] = [
    ['section', 'row', 'run', 'value'],
    ['comparison', 'format', null, head.format],
    ['comparison', 'createdAt', null, head.createdAt]
  ]
  const numbers = results.map(({ number }) => number)
  for (const { number, ...result } of results) {
    for (const [name, value] of Object.entries(result)) lines.push(['result', name, number, value ?? null])
  }
  for (const { name, values } of settings) {
    values.forEach((value, i) => lines.push(['setting', name, numbers[i] ?? null, value ?? null]))
  }
  for (const { name, accuracies } of classes ?? []) {
    accuracies.forEach((share, i) => lines.push(['class accuracy', name, numbers[i] ?? null, share ?? null]))
  }
  for (const { number, points } of curves) {
    for (const { step, loss } of points) lines.push(['loss', String(step), number, loss])
  }
  return csvText(lines)
}
