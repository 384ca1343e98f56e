import { expect, test } from 'vitest'
import { Random } from '../maths/random'
import { lessonConfig } from '../settings/run-config'
import { fieldValues } from '../settings/setting-values'
import { differingColumns } from './differing-columns'
import { columnCalled, columnIds, columnKey, runColumn } from './run-columns'
import { sortRuns } from './sort-runs'
import type { TableRun } from './table-run'

function made(number: number, change: Partial<TableRun> = {}): TableRun {
  return {
    number,
    name: `Run ${number}`,
    createdAt: number,
    status: { kind: 'finished' },
    trainMs: 1,
    ...change
  }
}

test('numbers are sorted as numbers, names by the numbers in them, and nothing comes last', () => {
  const runs = [made(9, { accuracy: 0.9 }), made(10), made(11, { accuracy: 0.1 })]
  const numbers = (column: 'accuracy' | 'name', descending: boolean): number[] =>
    sortRuns(runs, { column, descending }).map(({ number }) => number)
  expect(numbers('accuracy', false)).toEqual([11, 9, 10])
  expect(numbers('accuracy', true)).toEqual([9, 11, 10])
  expect(numbers('name', false)).toEqual([9, 10, 11])
})

test('by every column: nobody is lost, the order does not depend on the order before, and turns round with its direction', () => {
  const random = Random.seeded(5)
  const runs = Array.from({ length: 60 }, (_, i) =>
    made(i + 1, {
      ...(random.nextFloat() < 0.7 ? { accuracy: random.nextBelow(9) / 10 } : {}),
      ...(random.nextFloat() < 0.8
        ? {
            details: {
              values: { ...fieldValues(lessonConfig), batchSize: random.nextBelow(4), flip: 'off' },
              network: { key: String(random.nextBelow(3)), parameters: random.nextBelow(3) }
            }
          }
        : {}),
      ...(random.nextFloat() < 0.5
        ? {
            notes: { star: random.nextFloat() < 0.5, note: '', tags: ['a'], group: `g${random.nextBelow(3)}` }
          }
        : {})
    })
  )
  for (const column of columnIds) {
    const up = sortRuns(runs, { column, descending: false })
    const down = sortRuns([...runs].reverse(), { column, descending: true })
    expect(sortRuns([...runs].reverse(), { column, descending: false })).toEqual(up)
    expect(new Set(up)).toEqual(new Set(runs))
    const textOf = runColumn(column).text
    const having = (sorted: readonly TableRun[]): (string | undefined)[] =>
      sorted.map(textOf).filter((text) => text !== undefined)
    expect(having(down)).toEqual(having(up).reverse())
    const firstWithout = up.findIndex((run) => textOf(run) === undefined)
    if (firstWithout !== -1) expect(having(up.slice(firstWithout))).toEqual([])
  }
})

test('columns differ in which runs differ, and those only', () => {
  const values = fieldValues(lessonConfig)
  const network = { key: 'a', parameters: 1 }
  const one = made(1, { details: { values, network } })
  const other = made(2, {
    details: { values: { ...values, batchSize: 8 }, network: { ...network, key: 'b' } }
  })
  expect(differingColumns([one, one, made(3)])).toEqual([])
  expect(differingColumns([one, other])).toEqual(['network', 'batchSize'])
  expect(differingColumns([])).toEqual([])
})

test('every column is called by its key, in capitals or not', () => {
  for (const id of columnIds) {
    expect(columnCalled(columnKey(id))).toBe(id)
    expect(columnCalled(id.toUpperCase())).toBe(id)
  }
  expect(new Set(columnIds).size).toBe(columnIds.length)
  expect(columnKey('batchSize')).toBe('batch-size')
})
