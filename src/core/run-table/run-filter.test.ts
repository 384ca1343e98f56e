import { describe, expect, test } from 'vitest'
import { LabError } from '../base/lab-error'
import { Random } from '../maths/random'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { fieldValues } from '../settings/setting-values'
import { lessonConfig } from '../settings/run-config'
import { parseRunFilter } from './parse-run-filter'
import { columnIds, columnKey, runColumn } from './run-columns'
import { matchesFilter } from './run-filter'
import type { TableRun } from './table-run'

const run: TableRun = {
  number: 12,
  name: 'Wider, slower',
  createdAt: new Date(2026, 2, 1, 13, 30).getTime(),
  status: { kind: 'finished' },
  device: 'WASM · 2 threads',
  runningLoss: 0.91234,
  accuracy: 0.80341,
  trainMs: 83_000,
  checkpointBytes: 8_400_000,
  details: {
    values: fieldValues({ ...lessonConfig, validationSplit: 0.1, optimizer: defaultOptimizers.adamw }),
    network: { parameters: 62_006, preset: 'Wider', key: 'k' },
    recipe: 'A minute without GELU'
  },
  study: { studyId: 'study-3' },
  studyName: 'Batch sizes',
  dataset: { name: 'My flowers', hash: 'ab12'.repeat(16) },
  notes: { star: true, note: 'Look at cats: 16:9', tags: ['wide', 'to do'], group: 'first try' }
}
const bare: TableRun = { number: 3, name: 'run-3', createdAt: 0, status: { kind: 'failed' }, trainMs: 0 }

const finds = (text: string, one = run): boolean => matchesFilter(parseRunFilter(text), one)

test.each([
  ['', true],
  ['slower', true],
  ['WIDER SLOWER', true],
  ['wider faster', false],
  ['"wider, slow"', true],
  ['12', true],
  ['#12', true],
  ['7', false],
  ['cats', true],
  ['"16:9"', true],
  ['gelu', true],
  ['first', true],
  ['-slower', false],
  ['-faster', true],
  ['tag:wide', true],
  ['tag:wid', false],
  ['tag:"to do"', true],
  ['-tag:wide', false],
  ['tag:""', false],
  ['best:""', true],
  ['group:"First Try"', true],
  ['status:finished', true],
  ['status=failed', false],
  ['star:yes', true],
  ['study:3', true],
  ['study:study-3', true],
  ['study:"batch sizes"', true],
  ['study:4', false],
  ['study:""', false],
  ['flowers', true],
  ['dataset:flowers', true],
  ['ab12', false],
  ['data-set:"My flowers"', true],
  ['dataset:mnist', false],
  ['dataset:""', false],
  ['optimizer:adamw', true],
  ['optimizer:adam', false],
  ['network:wid', true],
  ['recipe:minute', true],
  ['note:cat', true],
  ['accuracy>80', true],
  ['accuracy>80.5', false],
  ['accuracy:80.3', true],
  ['accuracy>=80.3%', true],
  ['accuracy>80.3', false],
  ['epochs<=2', true],
  ['batch-size:4', true],
  ['batchSize<4', false],
  ['validation-split:10', true],
  ['learning-rate:0.001', true],
  ['momentum>0', false],
  ['best>0', false],
  ['time>1:22', true],
  ['time>83', false],
  ['disk<10', true],
  ['started:2026-03-01', true],
  ['started>2026-03-01', false],
  ['started>=2026-03-01', true],
  ['started<2026-03-02', true],
  ['started:2026-03-01T13:30', true],
  ['number>11', true]
])('%s: %s', (text, expected) => {
  expect(finds(text)).toBe(expected)
})

test('a run that cannot be read has no values', () => {
  expect(finds('optimizer:""', bare)).toBe(true)
  expect(finds('epochs>=0', bare)).toBe(false)
  expect(finds('started<2030-01-01', bare)).toBe(false)
  expect(finds('status:failed star:no', bare)).toBe(true)
})

test.each([
  ['acuracy>80', 'Did you mean accuracy?'],
  ['foo:bar', 'There is no column “foo”'],
  ['batchsiz:8', 'Did you mean batch-size?'],
  ['valid:10', 'Did you mean validation-split?'],
  ['accuracy>', 'There is no value after “accuracy”.'],
  ['accuracy>high', '“high” is not a number.'],
  ['name>b', '“name” is text, so “>” cannot compare it.'],
  ['started>yesterday', '“yesterday” is not a date.'],
  ['started>2026-13-45', 'is not a date'],
  ['"open', 'not closed'],
  ['tag:"open', 'not closed'],
  ['tag:"a"b', 'cannot be read']
])('%s is refused: %s', (text, message) => {
  expect(() => parseRunFilter(text)).toThrow(message)
})

describe('whatever is typed', () => {
  const random = Random.seeded(16)
  const pieces = [
    ...columnIds.map(columnKey),
    ...[
      ':',
      '>',
      '<',
      '=',
      '>=',
      '<=',
      '"',
      '-',
      ' ',
      '  ',
      'wide',
      'to do',
      '80',
      '1:30',
      '%',
      '.',
      '2026-03-01',
      '#12'
    ]
  ]
  const typed = (): string =>
    Array.from({ length: 1 + random.nextBelow(9) }, () => pieces[random.nextBelow(pieces.length)] ?? '').join(
      ''
    )
  const parsed = (text: string): ReturnType<typeof parseRunFilter> | LabError => {
    try {
      return parseRunFilter(text)
    } catch (thrown) {
      return LabError.from(thrown)
    }
  }

  test('it is a filter, or an error that says what to do', () => {
    let filters = 0
    for (let i = 0; i < 3000; i++) {
      const found = parsed(typed())
      if (found instanceof LabError) {
        expect(found.code).toBe('invalid-input')
        expect(found.hint).not.toBe('')
      } else filters += 1
    }
    expect(filters).toBeGreaterThan(100)
  })

  test('two filters beside each other find what both find, in either order and with any spaces', () => {
    let tried = 0
    for (let i = 0; i < 3000; i++) {
      const [one, other] = [typed(), typed()]
      const [first, second] = [parsed(one), parsed(other)]
      if (first instanceof LabError || second instanceof LabError) continue
      tried += 1
      for (const each of [run, bare]) {
        const both = matchesFilter(first, each) && matchesFilter(second, each)
        expect(finds(`${one} ${other}`, each)).toBe(both)
        expect(finds(`  ${other}   ${one} `, each)).toBe(both)
      }
    }
    expect(tried).toBeGreaterThan(50)
  })

  test('a run is found by what each of its columns shows, and not by its opposite', () => {
    for (const id of columnIds) {
      const column = runColumn(id)
      if (column.kind !== 'text') continue
      for (const value of column.values(run)) {
        expect(finds(`${columnKey(id)}:"${value}"`)).toBe(true)
        expect(finds(`-${columnKey(id)}:"${value.toUpperCase()}"`)).toBe(false)
      }
    }
  })

  test('of smaller, equal and larger, exactly one is true of a number that a run has', () => {
    for (const id of columnIds) {
      const column = runColumn(id)
      if (column.kind !== 'number') continue
      for (const number of [0, 1, 2, 4, 12, 80.3, 83, 1e9]) {
        const true3 = ['<', ':', '>'].filter((sign) => finds(`${columnKey(id)}${sign}${number}`))
        expect(true3).toHaveLength(column.value(run) === undefined ? 0 : 1)
      }
    }
  })
})
