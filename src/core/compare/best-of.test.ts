import { expect, test } from 'vitest'
import { bestOf } from './best-of'

const text = (value: number): string => value.toFixed(1)

test('the highest or the lowest value', () => {
  expect(bestOf([1, 3, 2], text, 'higher')).toEqual([false, true, false])
  expect(bestOf([1, 30, 2], text, 'lower')).toEqual([true, false, false])
})

test('all that share it, or look as if they did', () => {
  expect(bestOf([3, undefined, 1, 3], text, 'higher')).toEqual([true, false, false, true])
  expect(bestOf([2.96, 1, 3.04], text, 'higher')).toEqual([true, false, true])
})

test('none where there is nothing to be better than', () => {
  expect(bestOf([2, 2.01], text, 'higher')).toEqual([false, false])
  expect(bestOf([undefined, 2], text, 'lower')).toEqual([false, false])
  expect(bestOf([], text, 'lower')).toEqual([])
})
