// Over 300 lines: one report in each of its forms, of the run that they share.
import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { confusionCells, type ConfusionCell } from '../../core/run/evaluation'
import { contrast, readable, type Rgb } from '../../core/maths/colour'
import type { RunEvent } from '../../core/run/run-event'
import { foldRun, newRun } from '../../core/run/run-state'
import { setFrozen } from '../../core/layers/set-frozen'
import { lessonConfig } from '../../core/settings/run-config'
import type { RunSummary } from '../contract/run-summary'
import { makeReport } from './make-report'
import { report as reportSchema, type Report } from './report'
import { configurationSection, networkSection } from './report-background'
import { reportCsv } from './report-csv'
import { reportHtml } from './report-html'
import { reportJson } from './report-json'

const begin = Date.UTC(2026, 2, 1, 14, 5)
const classes = ['cat', '=SUM(A1)', 'a "b", <c>']

const started: RunEvent = {
  type: 'started',
  at: begin,
  config: lessonConfig,
  device: { engine: 'wasm', label: 'WASM · 2 threads', description: 'WebAssembly SIMD', threads: 2 },
  dataset: { name: 'CIFAR-10', hash: 'ab'.repeat(32), classes },
  trainImages: 400,
  validationImages: 100,
  stepsPerEpoch: 100,
  totalSteps: 200,
  parameters: 62_006,
  versions: { tenfold: '0.1.0', node: '20.0.0' }
}
const trained: RunEvent[] = [
  started,
  { type: 'progress', at: begin, step: 50, epoch: 1, loss: 2.2, trainMs: 500, waitMs: 5 },
  { type: 'log', at: begin, step: 100, epoch: 1, batch: 100, loss: 2.105 },
  { type: 'validated', at: begin, step: 100, epoch: 1, loss: 1.9, accuracy: 0.4 },
  { type: 'progress', at: begin, step: 200, epoch: 2, loss: 1.5, trainMs: 65_000, waitMs: 650 },
  { type: 'log', at: begin, step: 200, epoch: 2, batch: 100, loss: 1.462 }
]
const evaluated: RunEvent = {
  type: 'evaluated',
  at: begin,
  step: 200,
  evaluation: {
    split: 'test',
    classes,
    cells: confusionCells([
      [6, 2, 2],
      [1, 9, 0],
      [0, 0, 0]
    ]),
    loss: 1.2,
    durationMs: 10
  }
}
const finished: RunEvent = { type: 'ended', at: begin + 66_000, step: 200, outcome: { kind: 'finished' } }

const summary: RunSummary = {
  runId: 'run-1',
  number: 14,
  name: '<script>alert("1")</script> & co',
  createdAt: begin,
  status: { kind: 'finished' },
  step: 200,
  totalSteps: 200,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 65_000
}

const made = (events: readonly RunEvent[]): Report =>
  makeReport({
    run: foldRun(newRun, events),
    summary,
    now: begin + 3_600_000,
    versions: { tenfold: '0.2.0' }
  })

describe('a fork', () => {
  const forked: RunEvent = {
    type: 'forked',
    at: begin,
    step: 100,
    epoch: 1,
    from: { runId: 'run-3', number: 3, name: 'Run 3', createdAt: 0, step: 100 },
    config: lessonConfig,
    dataset: lessonDataset,
    trainImages: 400,
    validationImages: 100,
    testImages: 10,
    stepsPerEpoch: 100,
    totalSteps: 200,
    parameters: 62_006
  }

  test('says where it comes from, in each of its forms', () => {
    const report = made([...trained.slice(0, 4), forked, ...trained.slice(4), finished])
    expect(report.run.lineage).toMatchObject([{ number: 3, step: 100 }])
    expect(reportSchema.parse(JSON.parse(reportJson(report)))).toEqual(report)
    expect(reportHtml(report)).toContain('Forked from #3 at step 100')
    expect(reportCsv(report)).toContain('forked from,100,number,3')
    expect(reportHtml(made([...trained, finished]))).not.toContain('Forked')
  })
})

describe('makeReport', () => {
  test('gathers figures that its own schema accepts as they are', () => {
    const report = made([...trained, evaluated, finished])
    expect(reportSchema.parse(JSON.parse(reportJson(report)))).toEqual(report)
    expect(report.createdAt).toBe('2026-03-01T15:05:00.000Z')
    expect(report.run).toMatchObject({
      status: 'finished',
      trainMs: 65_000,
      endedAt: '2026-03-01T14:06:06.000Z'
    })
    expect(report.log.map(({ line }) => line)).toEqual(['[1,   100] loss: 2.105', '[2,   100] loss: 1.462'])
    expect(report.network.parameters).toBe(62_006)
    expect(report.network.layers[0]).toEqual({
      name: 'conv1',
      description: 'convolution 5 × 5 to 6 channels',
      output: [28, 28, 6],
      parameters: 456
    })
  })

  test('a frozen layer says so, and the network how much of it learns', () => {
    const layers = lessonConfig.model.layers.map((layer) =>
      layer.name === 'fc1' ? setFrozen(layer, true) : layer
    )
    const config = { ...lessonConfig, model: { ...lessonConfig.model, layers } }
    const report = made([{ ...started, config }, ...trained.slice(1)])
    expect(report.network).toMatchObject({ parameters: 62_006, learning: 13_886 })
    expect(report.network.layers.find(({ name }) => name === 'fc1')).toMatchObject({
      description: 'dense, 120 outputs, frozen',
      parameters: 48_120
    })
    expect(networkSection(report).markup).toContain('62,006 (13,886 learn)')
    expect(made(trained).network).not.toHaveProperty('learning')
  })

  test('settings that only some runs have are told where they are not as in the lesson', () => {
    const config = { ...lessonConfig, schedule: 'one-cycle' as const, crop: 4, threads: 2 }
    const { markup } = configurationSection(made([{ ...started, config }, ...trained.slice(1)]))
    expect(markup).toMatch(/schedule<\/th>\s*<td><span class="number">one-cycle/)
    expect(markup).toMatch(/crop[^<]*<\/th>\s*<td><span class="number">4</)
    const lesson = configurationSection(made(trained)).markup
    expect(lesson).not.toContain('schedule')
  })

  test('a layer that does not follow the one before it says what it takes', () => {
    const [conv, relu, ...rest] = lessonConfig.model.layers
    if (conv === undefined || relu === undefined) throw new Error('the lesson has layers')
    const add = { type: 'add' as const, name: 'add1', inputs: ['relu1', 'conv1'] }
    const model = { ...lessonConfig.model, layers: [conv, relu, add, ...rest] }
    const report = made([{ ...started, config: { ...lessonConfig, model } }, ...trained.slice(1)])
    expect(report.network.layers.slice(1, 4).map(({ description }) => description)).toEqual([
      'ReLU',
      'add, takes relu1 and conv1',
      'max pooling 2 × 2, stride 2 × 2'
    ])
  })

  test('counts accuracy, its margin and each class; a class without images has no accuracy', () => {
    const evaluation = made([...trained, evaluated]).evaluation
    expect(evaluation).toMatchObject({ images: 20, correct: 15, accuracy: 0.75 })
    expect(evaluation?.margin).toBeCloseTo(1.96 * Math.sqrt((0.75 * 0.25) / 20), 12)
    expect(evaluation?.classes.map(({ accuracy }) => accuracy)).toEqual([0.6, 0.9, null])
    expect(evaluation?.confusion.rowShares).toEqual([
      [0.6, 0.2, 0.2],
      [0.1, 0.9, 0],
      [0, 0, 0]
    ])
  })

  test('a run that has not begun has no report', () => {
    expect(() => made([])).toThrow('has not started')
  })
})

describe('reportHtml', () => {
  const page = reportHtml(made([...trained, evaluated, finished]))

  test('escapes all text and needs nothing from outside', () => {
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; co')
    expect(page).toContain('a &quot;b&quot;, &lt;c&gt;')
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|https?:/i)
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('[object Object]')
    expect(page).not.toMatch(/undefined|NaN/)
  })

  test('tells accuracy with its margin, the log, and where it all comes from', () => {
    for (const text of [
      '75.0 %',
      '± 19.0',
      '[1,   100] loss: 2.105',
      'Finished Training',
      '1.462',
      'ab'.repeat(32)
    ]) {
      expect(page).toContain(text)
    }
    expect(page).toContain('Finished: 200 steps in 1 min 5 s')
    expect(page).toContain('no image')
  })

  test('the digits in the cells of the confusion matrix are readable, from the palest to the darkest', () => {
    const many = Array.from({ length: 20 }, (_, i) => `class ${i}`)
    // Each row has 1,000 images, and all shares from 0.0 to 39.9 % are in the matrix, and 100 %.
    const confusion = many.map((_, row) =>
      many.map((_, column) => (row === 0 ? (column === 0 ? 1000 : 0) : column === 19 ? 0 : row * 20 + column))
    )
    const evaluation = { ...evaluated.evaluation, classes: many, cells: confusionCells(confusion) }
    const dark = reportHtml(made([...trained, { ...evaluated, evaluation }, finished]))
    const table = /<table class="confusion">.*?<\/table>/s.exec(dark)?.[0] ?? ''
    const colour = (text: string): Rgb => {
      const [r = NaN, g = NaN, b = NaN] = text.split(' ').map(Number)
      return [r, g, b]
    }
    const cells = [...table.matchAll(/background:rgb\(([\d ]+)\);color:rgb\(([\d ]+)\)/g)]
    expect(cells).toHaveLength(400)
    for (const [, ground = '', text = ''] of cells)
      expect(contrast(colour(ground), colour(text)), ground).toBeGreaterThanOrEqual(readable)
    expect(new Set(cells.map(([, , text]) => text)).size).toBeGreaterThan(1)
  })

  test('of many classes the most frequent mistakes are told instead of a matrix that nobody could read', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `class ${i}`)
    const cells: ConfusionCell[] = [
      [3, 3, 5],
      [3, 999, 2],
      [500, 7, 4]
    ]
    const evaluation = { ...evaluated.evaluation, classes: many, cells }
    const text = reportHtml(made([...trained, { ...evaluated, evaluation }, finished]))
    expect(text).not.toContain('class="confusion"')
    expect(text.length).toBeLessThan(1_000_000)
    const rows = /The most frequent mistakes.*?<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? ''
    expect([...rows.matchAll(/class \d+/g)].map(String)).toEqual([
      'class 500',
      'class 7',
      'class 3',
      'class 999'
    ])
  })

  test('the confusion matrix is a table with headers for its rows and columns', () => {
    const table = /<table class="confusion">.*?<\/table>/s.exec(page)?.[0] ?? ''
    expect(table.match(/scope="col"/g)).toHaveLength(classes.length + 1)
    expect(table.match(/scope="row"/g)).toHaveLength(classes.length)
    const cells = [...table.matchAll(/<b>(\d+)<\/b><small>([\d.]+)<\/small>/g)].map(([, count, share]) => [
      count,
      share
    ])
    expect(cells.slice(0, 4)).toEqual([
      ['6', '60.0'],
      ['2', '20.0'],
      ['2', '20.0'],
      ['1', '10.0']
    ])
  })

  test('the curve is drawn within its picture and ends with its value', () => {
    const points = /class="raw" points="([^"]*)"/.exec(page)?.[1]?.split(' ') ?? []
    expect(points).toHaveLength(2)
    for (const point of points) {
      const [x = NaN, y = NaN] = point.split(',').map(Number)
      expect(x >= 0 && x <= 720 && y >= 0 && y <= 284).toBe(true)
    }
    expect(/class="end"[^>]*>\s*1\.462/.test(page)).toBe(true)
  })

  test('of a very long log the curve is drawn, and the last lines are shown', () => {
    const lines = Array.from({ length: 130_000 }, (_, i): RunEvent => ({
      type: 'log',
      at: begin,
      step: i + 1,
      epoch: 1,
      batch: i + 1,
      loss: 2
    }))
    const report = made([started, ...lines, finished])
    const long = reportHtml(report)
    expect(long).toContain('The last 600 of 130,000 lines')
    expect(long.match(/<li>/g)).toHaveLength(600)
    expect(long).toContain('[1, 130000] loss: 2.000')
    expect(long.length).toBeLessThan(200_000)
    expect(reportCsv(report).match(/^log,/gm)).toHaveLength(3 * 130_000)
  })

  test('a run without evaluation says so; one that failed says why', () => {
    const error = {
      code: 'diverged' as const,
      message: 'The loss became NaN.',
      hint: 'Lower the learning rate.'
    }
    const failed = reportHtml(
      made([...trained, { type: 'ended', at: begin, step: 200, outcome: { kind: 'failed', error } }])
    )
    expect(failed).toContain('Not evaluated yet')
    expect(failed).toContain('The loss became NaN.')
    expect(failed).not.toContain('class="confusion"')
  })

  test('a single point, a curve without a log, and no curve at all can be drawn', () => {
    const single = reportHtml(made(trained.slice(0, 2)))
    expect(/class="end"[^>]*>\s*2\.200/.test(single)).toBe(true)
    expect(single).not.toContain('NaN')
    expect(reportHtml(made([started]))).toContain('No loss was recorded.')
  })

  test('a network from a file says that its training is not on record', () => {
    const imported: RunEvent = {
      type: 'imported',
      at: begin,
      step: 0,
      epoch: 0,
      fileName: 'mine.tenfold.json',
      config: lessonConfig,
      classes,
      versions: { tenfold: '0.1.0' }
    }
    expect(reportHtml(made([imported, { ...evaluated, step: 0 }]))).toContain('loaded from mine.tenfold.json')
  })
})

/** RFC 4180, read by the book. */
function parseCsv(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true)
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  const rows: string[][] = [[]]
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) throw new Error('not RFC 4180')
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('reportCsv', () => {
  const rows = parseCsv(reportCsv(made([...trained, evaluated, finished])))
  const value = (section: string, row: string, column: string): string | undefined =>
    rows.find((cells) => cells[0] === section && cells[1] === row && cells[2] === column)?.[3]

  test('is one table of four columns', () => {
    expect(rows[0]).toEqual(['section', 'row', 'column', 'value'])
    expect(rows.every((cells) => cells.length === 4)).toBe(true)
  })

  test('holds every figure in a row of its own', () => {
    expect(value('accuracy', 'overall', 'accuracy')).toBe('0.75')
    expect(value('confusion count', 'cat', 'cat')).toBe('6')
    expect(value('confusion row share', 'cat', 'a "b", <c>')).toBe('0.2')
    expect(value('log', '100', 'loss')).toBe('2.105')
    expect(value('loss', '200', 'loss')).toBe('1.5')
    expect(value('config', '', 'seed')).toBe('1')
    expect(value('config', '', 'learningRate')).toBe('0.001')
    expect(value('network', 'total', 'parameters')).toBe('62006')
    expect(value('dataset', '', 'hash')).toBe('ab'.repeat(32))
  })

  test('text that a spreadsheet would run as a formula is defused, numbers are not', () => {
    expect(value('confusion count', "'=SUM(A1)", "'=SUM(A1)")).toBe('9')
    const negative = made([started, { type: 'log', at: begin, step: 1, epoch: 1, batch: 1, loss: -0.5 }])
    expect(reportCsv(negative)).toContain('\r\nlog,1,loss,-0.5\r\n')
  })

  test('a run without evaluation says so', () => {
    expect(reportCsv(made(trained))).toContain('\r\naccuracy,overall,evaluated,no\r\n')
  })
})
