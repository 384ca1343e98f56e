import { expect, test } from 'vitest'
import { newRun } from '../run/run-state'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { seedGroups } from './seed-groups'

const run = (number: number, change: Partial<RunConfig>, correct: number | undefined) => ({
  number,
  name: `Run ${number}`,
  state: {
    ...newRun,
    config: { ...lessonConfig, ...change },
    evaluation:
      correct === undefined
        ? undefined
        : {
            step: 1,
            dataset: undefined,
            result: {
              split: 'test' as const,
              classes: ['a', 'b'],
              cells: [
                [0, 0, correct],
                [0, 1, 100 - correct]
              ] satisfies [number, number, number][],
              loss: 1,
              durationMs: 1
            }
          }
  }
})

test('runs that differ in their seeds and means only are one group', () => {
  const groups = seedGroups([
    run(1, { seed: 1 }, 50),
    run(2, { seed: 2, threads: 2, workers: 0 }, 60),
    run(3, { seed: 1, batchSize: 16 }, 40),
    run(4, { seed: 9 }, undefined)
  ])
  expect(groups.map(({ title, members }) => [title, members.map(({ number }) => number)])).toEqual([
    ['batch size 4', [1, 2]],
    ['batch size 16', [3]]
  ])
  expect(groups[0]?.summary).toMatchObject({ count: 2, mean: 0.55 })
  expect(groups[0]?.members[1]).toEqual({ number: 2, seed: 2, accuracy: 0.6 })
})

test('a seed counts once, however many runs have it', () => {
  const [group] = seedGroups([
    run(1, {}, 50),
    run(2, { seed: 7 }, 60),
    run(3, {}, 50),
    run(4, { seed: 7 }, 61)
  ])
  expect(group?.members.map(({ number }) => number)).toEqual([1, 2])
  expect(group?.repeats).toEqual([3, 4])
  expect(group?.summary).toMatchObject({ count: 2, mean: 0.55 })
})

test('a group alone has nothing to differ in', () => {
  expect(seedGroups([run(1, { seed: 1 }, 50), run(2, { seed: 2 }, 60)]).map(({ title }) => title)).toEqual([
    'these settings'
  ])
  expect(seedGroups([])).toEqual([])
})

test('of many differences the first are told', () => {
  const [, other] = seedGroups([
    run(1, {}, 50),
    run(2, { batchSize: 16, epochs: 3, ema: 0.9, clip: 1, crop: 2 }, 60)
  ])
  expect(other?.title).toBe('batch size 16, epochs 3, gradient clipping 1, 2 more')
})
