import { expect, test } from 'vitest'
import { stepThrough } from './step-through'

const order = [7, 3, 9]

test.each([
  [undefined, 'ArrowDown', 7],
  [7, 'ArrowDown', 3],
  [9, 'ArrowRight', 9],
  [undefined, 'ArrowUp', 9],
  [3, 'ArrowLeft', 7],
  [7, 'ArrowUp', 7],
  [3, 'Home', 7],
  [3, 'End', 9],
  [3, 'Enter', undefined],
  [4, 'ArrowDown', 7]
])('from %s, %s leads to %s', (current, key, next) => {
  expect(stepThrough(order, current, key)).toBe(next)
})

test('where there is nothing, no key leads anywhere', () => {
  expect(stepThrough([], undefined, 'ArrowDown')).toBeUndefined()
})
