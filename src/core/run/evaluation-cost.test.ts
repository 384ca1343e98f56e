import { expect, test } from 'vitest'
import { Series } from '../maths/series'
import { evaluationCost, evaluationCostWords } from './evaluation-cost'

const snapshot = (step: number, split: 'validation' | 'test', durationMs: number | undefined) => ({
  step,
  epoch: 1,
  split,
  loss: 1,
  cells: [],
  durationMs
})
const validation = (step: number, durationMs: number) => ({
  step,
  epoch: 1,
  loss: 1,
  accuracy: 0.5,
  trainLoss: undefined,
  trainAccuracy: undefined,
  durationMs
})

test('each evaluation counts once, whatever told of it', () => {
  const snapshots = Series.of(
    snapshot(10, 'validation', 100),
    snapshot(10, 'test', 200),
    snapshot(20, 'validation', 100),
    snapshot(30, 'test', undefined)
  )
  expect(evaluationCost({ snapshots, validations: Series.of(validation(20, 100)) })).toEqual({
    count: 4,
    ms: 400
  })
  expect(evaluationCost({ snapshots: Series.empty(), validations: Series.of(validation(5, 7)) })).toEqual({
    count: 1,
    ms: 7
  })
  expect(evaluationCost({ snapshots: Series.empty(), validations: Series.empty() })).toBeUndefined()
})

test('in words', () => {
  expect(evaluationCostWords({ count: 8, ms: 2210 })).toBe('8 evaluations while training took 2.2 s.')
  expect(evaluationCostWords({ count: 1, ms: 100 })).toBe('One evaluation while training took 0.1 s.')
})
