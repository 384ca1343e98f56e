import { expect, test } from 'vitest'
import { cellText, numberCells } from './number-cells'

test('cells are as wide as there is room for, up to a limit', () => {
  expect(numberCells(25, 5, 1000, 800)).toEqual({ rows: 5, width: 46, height: 22, fontSize: 12 })
  expect(numberCells(25, 5, 160, 800)).toEqual({ rows: 5, width: 32, height: 20, fontSize: 10.5 })
})

test('cells too small for digits have none, and never vanish', () => {
  expect(numberCells(100, 10, 200, 800).fontSize).toBeUndefined()
  expect(numberCells(10_000, 100, 0, 300)).toEqual({ rows: 100, width: 4, height: 4, fontSize: undefined })
})

test('a low window makes cells lower', () => {
  expect(numberCells(9, 3, 1000, 1100).height).toBe(29)
  expect(numberCells(9, 3, 1000, 600).height).toBe(20)
})

test('the last row may be short', () => {
  expect(numberCells(7, 3, 100, 800).rows).toBe(3)
})

test.each([
  [0.25, '0.3'],
  [-0.01, '0.0'],
  [-3.14, '−3.1'],
  [123.4, '123']
])('%d stands in a cell as %s', (value, text) => {
  expect(cellText(value)).toBe(text)
})
