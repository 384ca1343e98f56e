import { expect, test } from 'vitest'
import { Smoother } from './smoother'

test('starts at the first value and keeps a constant', () => {
  const smoother = new Smoother(0.95)
  for (const value of [2, 2, 2, 2]) expect(smoother.add(value)).toBeCloseTo(2)
})

test('is the weighted mean of what came before', () => {
  const smoother = new Smoother(0.5)
  smoother.add(1)
  expect(smoother.add(3)).toBeCloseTo((1 * 0.25 + 3 * 0.5) / 0.75)
})
