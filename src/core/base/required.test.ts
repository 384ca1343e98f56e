import { expect, test } from 'vitest'
import { required } from './required'

test('what is there is given back, 0 and an empty text too', () => {
  expect(required(0, 'a number')).toBe(0)
  expect(required('', 'a name')).toBe('')
})

test('what is missing is an error that says what', () => {
  expect(() => required([1, 2][2], 'a third number')).toThrow(
    'a third number was expected, and there is none'
  )
})
