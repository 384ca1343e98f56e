import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { fieldValues } from '../settings/setting-values'
import { groupings, groupRuns } from './group-runs'
import type { TableRun } from './table-run'

const run = (number: number, change: Partial<TableRun> = {}, values: object = {}): TableRun => ({
  number,
  name: `Run ${number}`,
  createdAt: 1,
  status: { kind: 'finished' },
  trainMs: 1,
  accuracy: number / 10,
  details: {
    values: { ...fieldValues(lessonConfig), ...values },
    network: { key: 'a', preset: 'Lesson', parameters: 62_006 }
  },
  ...change
})

test('runs that differ in their seeds alone are together, with what they come to', () => {
  const runs = [
    run(5, {}, { seed: 3 }),
    run(4, {}, { batchSize: 64 }),
    run(3, {}, { seed: 2, threads: 7 }),
    run(2)
  ]
  const groups = groupRuns(runs, 'seeds')
  expect(groups.map(({ title }) => title)).toEqual(['batch size 4', 'batch size 64'])
  expect(groups.map((group) => group.runs.map(({ number }) => number))).toEqual([[5, 3, 2], [4]])
  expect(groups[0]?.accuracy?.mean).toBeCloseTo(1 / 3, 12)
  expect(groups[0]?.accuracy?.count).toBe(3)
})

test('another network is another group, and so is a run that cannot be read', () => {
  const wider = run(2, {
    details: { values: fieldValues(lessonConfig), network: { key: 'b', parameters: 9 } }
  })
  const groups = groupRuns([run(3), wider, run(1, { details: undefined, accuracy: undefined })], 'seeds')
  expect(groups.map(({ title }) => title)).toEqual(['Lesson', 'network b', '#1'])
  expect(groups[2]?.accuracy).toBeUndefined()
})

test('as few settings are told as tell the groups apart', () => {
  const all = [
    { batchSize: 4, epochs: 1, momentum: 0 },
    { batchSize: 8, epochs: 1, momentum: 0 },
    { batchSize: 16, epochs: 2, momentum: 0.5 },
    { batchSize: 16, epochs: 2, momentum: 0.9 }
  ]
  expect(
    groupRuns(
      all.map((values, i) => run(i, {}, values)),
      'seeds'
    ).map(({ title }) => title)
  ).toEqual([
    'batch size 4, momentum 0',
    'batch size 8, momentum 0',
    'batch size 16, momentum 0.5',
    'batch size 16, momentum 0.9'
  ])
})

test('by a column, those without a value too', () => {
  const runs = [
    run(3, { study: { studyId: 'study-2' } }),
    run(2, { notes: { star: false, note: '', tags: ['wide', 'old'] } }),
    run(1, { study: { studyId: 'study-2' } })
  ]
  expect(groupRuns(runs, 'study').map(({ title, runs: { length } }) => [title, length])).toEqual([
    ['Study 2', 2],
    ['No study', 1]
  ])
  expect(groupRuns(runs, 'tag').map(({ title }) => title)).toEqual(['No tags', 'wide, old'])
})

test('every run is in one group, in the order that it had', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ seed: fc.nat(3), batchSize: fc.nat(2), epochs: fc.nat(2) })),
      fc.constantFrom(...groupings),
      (all, grouping) => {
        const runs = all.map((values, i) => run(i, {}, values))
        const groups = groupRuns(runs, grouping)
        expect(
          groups.flatMap((group) => group.runs.map(({ number }) => number)).sort((a, b) => a - b)
        ).toEqual(runs.map(({ number }) => number))
        for (const group of groups) {
          const numbers = group.runs.map(({ number }) => number)
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
        }
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
      }
    )
  )
})
