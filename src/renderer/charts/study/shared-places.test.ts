import { expect, test } from 'vitest'
import { sharedPlaces } from './shared-places'

const curve = (...xs: readonly number[]) => ({ xs: Float64Array.from(xs) })

test('what at least half of the curves have', () => {
  expect(sharedPlaces([curve(1, 2, 5), curve(1, 3, 5), curve(5, 9)], 8)).toEqual([1, 5])
})

test('no more than wanted, the last among them', () => {
  const xs = Array.from({ length: 100 }, (_, i) => i + 1)
  expect(sharedPlaces([curve(...xs)], 4)).toEqual([25, 50, 75, 100])
})

test('nothing where there is nothing', () => {
  expect(sharedPlaces([], 4)).toEqual([])
})
