import { expect, test } from 'vitest'
import { notches } from './notches'

test('a learning rate walks 1, 2, 5', () => {
  expect(notches.logarithmic(0.001, 1)).toBe(0.002)
  expect(notches.logarithmic(0.002, 1)).toBe(0.005)
  expect(notches.logarithmic(0.001, -1)).toBe(0.0005)
  expect(notches.logarithmic(0.003, -1)).toBe(0.002)
  expect(notches.logarithmic(0, 1)).toBe(0.001)
})

test('a batch doubles and halves, and never becomes empty', () => {
  expect(notches.double(4, 1)).toBe(8)
  expect(notches.double(5, -1)).toBe(3)
  expect(notches.double(1, -1)).toBe(1)
})

test('tenths stay tenths', () => {
  expect(notches.tenth(0.2, 1)).toBe(0.3)
  expect(notches.tenth(0.9, 1)).toBe(0.9)
  expect(notches.tenth(0, -1)).toBe(0)
})
