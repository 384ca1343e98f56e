import { expect, test } from 'vitest'
import { meanCurve } from './mean-curve'

const curve = (...points: readonly (readonly [number, number])[]) => points.map(([x, y]) => ({ x, y }))

test('is the mean at each x that more than half of the curves have, from left to right', () => {
  const curves = [curve([1, 1], [2, 3]), curve([1, 3], [2, 5], [3, 9]), curve([0, 7], [1, 5])]
  expect(meanCurve(curves)).toEqual(curve([1, 3], [2, 4]))
})

test('half of the curves are not enough', () => {
  expect(meanCurve([curve([1, 1], [2, 3]), curve([1, 3])])).toEqual(curve([1, 2]))
})

test('of one curve it is that curve, and of none nothing', () => {
  expect(meanCurve([curve([1, 1], [2, 3])])).toEqual(curve([1, 1], [2, 3]))
  expect(meanCurve([])).toEqual([])
})

test('what is not a number is left out', () => {
  expect(meanCurve([curve([1, 1]), curve([1, NaN]), curve([1, 3])])).toEqual(curve([1, 2]))
})
