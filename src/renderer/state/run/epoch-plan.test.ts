import { describe, expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { batchesFrom, batchRows, planEpoch } from './epoch-plan'

const config = { ...lessonConfig, batchSize: 8, validationSplit: 0.1 }

describe('the batches of an epoch', () => {
  test('hold each image that is not held back once', () => {
    const plan = planEpoch(config, 105, 0)
    expect(plan.batches).toBe(12)
    const all = Array.from({ length: plan.batches }, (_, i) => batchRows(plan, 8, i))
    expect(all.map((rows) => rows.length)).toEqual([...Array.from({ length: 11 }, () => 8), 6])
    expect(new Set(all.flat()).size).toBe(94)
  })

  test('change with the seed and the epoch, and come again with the same ones', () => {
    const first = (seed: number, epoch: number): number[] =>
      batchRows(planEpoch({ ...config, seed }, 105, epoch), 8, 0)
    expect(first(1, 0)).toEqual(first(1, 0))
    expect(first(2, 0)).not.toEqual(first(1, 0))
    expect(first(1, 1)).not.toEqual(first(1, 0))
  })

  test('are listed from any of them on, and none beyond the last', () => {
    const plan = planEpoch(config, 105, 0)
    const numbers = (first: number): number[] => batchesFrom(plan, 8, first, 3).map(({ number }) => number)
    expect(numbers(0)).toEqual([0, 1, 2])
    expect(numbers(10)).toEqual([10, 11])
    expect(numbers(400)).toEqual([11])
    expect(batchesFrom(plan, 8, 11, 3)[0]?.rows).toEqual(batchRows(plan, 8, 11))
  })
})
