import { expect, test } from 'vitest'
import { smooth } from './smooth'

const points = (losses: readonly number[]) => losses.map((loss, step) => ({ step, loss }))

test('starts at the first value and keeps a constant', () => {
  for (const { loss } of smooth(points([2, 2, 2, 2]), 0.95)) expect(loss).toBeCloseTo(2)
})

test('is the weighted mean of what came before', () => {
  const [, second] = smooth(points([1, 3]), 0.5)
  expect(second?.loss).toBeCloseTo((1 * 0.25 + 3 * 0.5) / 0.75)
})
