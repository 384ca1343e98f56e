import { expect, test } from 'vitest'
import { bestOf } from './best-of'

test('the highest or the lowest value, and all that share it', () => {
  expect(bestOf([1, 3, 2], 'higher')).toEqual([false, true, false])
  expect(bestOf([1, 3, 2], 'lower')).toEqual([true, false, false])
  expect(bestOf([3, undefined, 1, 3], 'higher')).toEqual([true, false, false, true])
})

test('none where there is nothing to be better than', () => {
  expect(bestOf([2, 2], 'higher')).toEqual([false, false])
  expect(bestOf([undefined, 2], 'lower')).toEqual([false, false])
  expect(bestOf([], 'lower')).toEqual([])
})
