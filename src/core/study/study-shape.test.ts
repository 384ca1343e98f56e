import { expect, test } from 'vitest'
import { describeShape } from './study-shape'

test.each([
  [{ search: 'none', settings: 1, seeds: 5, rounds: 1 } as const, '5 seeds'],
  [{ search: 'none', settings: 2, seeds: 20, rounds: 1 } as const, '2 settings × 20 seeds'],
  [{ search: 'grid', settings: 9, seeds: 1, rounds: 1 } as const, 'grid of 9'],
  [{ search: 'random', settings: 27, seeds: 3, rounds: 3 } as const, '27 at random × 3 seeds, in 3 rounds']
])('%j', (shape, text) => {
  expect(describeShape(shape)).toBe(text)
})
