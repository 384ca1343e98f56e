import { expect, test } from 'vitest'
import { ratesUpTo, withRate } from './rate-changes'

const begun = withRate([], 0, 0.001)

test('a change holds from its step on', () => {
  const changed = withRate(withRate(begun, 2000, 0.01), 3000, 0.001)
  expect(changed).toEqual([
    { fromStep: 0, learningRate: 0.001 },
    { fromStep: 2000, learningRate: 0.01 },
    { fromStep: 3000, learningRate: 0.001 }
  ])
  expect(ratesUpTo(changed, 2000)).toHaveLength(2)
})

test('the last word at a step counts', () => {
  expect(withRate(withRate(begun, 500, 0.1), 500, 0.01)).toEqual([
    { fromStep: 0, learningRate: 0.001 },
    { fromStep: 500, learningRate: 0.01 }
  ])
})

test('a rate that is there already is no change, and one that was taken back never was', () => {
  expect(withRate(begun, 100, 0.001)).toEqual(begun)
  expect(withRate(withRate(begun, 100, 0.1), 100, 0.001)).toEqual(begun)
})

test('before the first step another rate is the one that the run begins with', () => {
  expect(withRate(begun, 0, 0.1)).toEqual([{ fromStep: 0, learningRate: 0.1 }])
})
