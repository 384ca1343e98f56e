import { expect, test } from 'vitest'
import type { LogLine } from '../../../core/run/run-state'
import { lossRows } from './loss-rows'

const log = (lines: number): readonly LogLine[] =>
  Array.from({ length: lines }, (_, i) => ({
    epoch: 1 + Math.floor(i / 6),
    batch: 2000 * (1 + (i % 6)),
    step: 2000 * (i + 1),
    loss: 2 - i / 100
  }))

test('the lesson’s own twelve lines stand beside the published ones', () => {
  const rows = lossRows(log(12), true)
  expect(rows).toHaveLength(12)
  expect(rows.at(0)).toMatchObject({ epoch: 1, batch: 2000, loss: 2, lesson: 2.105 })
  expect(rows.at(-1)).toMatchObject({ epoch: 2, batch: 12_000, lesson: 1.267 })
})

test('a line that stands for other images has no figure beside it', () => {
  expect(lossRows(log(3), false).map(({ lesson }) => lesson)).toEqual([undefined, undefined, undefined])
})

test('of a long run the first line, the last one and some between', () => {
  const rows = lossRows(log(60), true)
  expect(rows).toHaveLength(12)
  expect(rows.at(0)).toMatchObject({ epoch: 1, batch: 2000 })
  expect(rows.at(-1)).toMatchObject({ epoch: 10, batch: 12_000, lesson: undefined })
  expect(new Set(rows.map(({ loss }) => loss)).size).toBe(12)
})

test('no line, no row', () => expect(lossRows([], true)).toEqual([]))
