import { pixelText } from '../../core/model/pixel-range'
import { type CsvCell, csvText } from '../../core/format/csv-text'
import type { Report } from './report'

/** Of more classes than this, only cells of the confusion matrix that hold images are told. */
const wholeMatrixClasses = 100

/**
 * The report as one tidy table, `section,row,column,value`: every value is a line of its own, for example
 * `confusion count,cat,dog,236` (true class, predicted class). RFC 4180: CRLF, quotes where needed.
 */
export function reportCsv(report: Report): string {
  const lines: (readonly CsvCell[])[] = [['section', 'row', 'column', 'value']]
  const add = (section: string, row: string | number, cells: Readonly<Record<string, CsvCell>>): void => {
    for (const [column, value] of Object.entries(cells)) lines.push([section, row, column, value])
  }
  const { run, config, evaluation } = report
  const { model: _model, optimizer, ...settings } = config
  const { type, ...hyperparameters } = optimizer
  add('report', '', { format: report.format, version: report.version, createdAt: report.createdAt })
  add('report versions', '', report.versions)
  const { device, dataset, versions, error, arithmetics, pixels, lineage, ...facts } = run
  add('run', '', {
    ...facts,
    error: error?.message ?? null,
    pixels: pixelText(pixels.range),
    pixelsFrom: pixels.from
  })
  for (const { runId, number, name, step } of lineage) add('forked from', step, { runId, number, name })
  add('run versions', '', versions)
  if (device !== null) {
    const { arithmetic: _latest, ...named } = device
    add('device', '', named)
  }
  for (const { fromStep, name } of arithmetics) add('arithmetic', fromStep, { name })
  if (dataset !== null) {
    const { name, hash } = dataset
    add('dataset', '', { name, hash })
    if ('shape' in dataset) {
      const { id, classes, shape, splits } = dataset
      add('dataset', '', { id, classes: classes.length, shape: shape.join(' x ') })
      add('dataset', '', { trainImages: splits.train.images, testImages: splits.test.images })
    }
  }
  const { watchTest, ...others } = settings
  add('config', '', { ...others, watchTest: String(watchTest) })
  add('config', '', { optimizer: type })
  for (const [name, value] of Object.entries(hyperparameters)) {
    add('config', '', { [name]: typeof value === 'boolean' ? String(value) : value })
  }
  add('config', '', { finalLearningRate: report.learningRate })
  for (const layer of report.network.layers) {
    const { name, description, output, parameters } = layer
    add('network', name, { description, output: output.join(' x '), parameters })
  }
  const { parameters, learning } = report.network
  add('network', 'total', learning === undefined ? { parameters } : { parameters, learning })
  if (evaluation === null) add('accuracy', 'overall', { evaluated: 'no' })
  else {
    const { classes, confusion, dataset: testedOn, ...overall } = evaluation
    add('accuracy', 'overall', overall)
    if (testedOn !== null) add('accuracy', 'dataset', testedOn)
    for (const { name, ...entry } of classes) add('accuracy', name, entry)
    addMatrix('confusion count', confusion.counts)
    addMatrix('confusion row share', confusion.rowShares)
  }
  for (const { kind, ...result } of report.otherResults) add('other result', kind, result)
  if (report.selected !== null) add('selected', report.selected.step, report.selected)
  for (const { step, loss } of report.lossCurve) add('loss', step, { loss })
  for (const { step, line: _line, ...entry } of report.log) add('log', step, entry)
  for (const { step, ...entry } of report.validations) add('validation', step, entry)
  return csvText(lines)

  function addMatrix(section: string, rows: readonly (readonly number[])[]): void {
    const names = evaluation?.classes.map(({ name }) => name) ?? []
    rows.forEach((row, i) => {
      row.forEach((value, j) => {
        if (value > 0 || names.length <= wholeMatrixClasses)
          lines.push([section, names[i] ?? i, names[j] ?? j, value])
      })
    })
  }
}
