import { expect, test } from 'vitest'
import { cellText, numberCells } from './number-cells'

test('cells are as wide as there is room for, up to a limit, with as many decimals as fit', () => {
  expect(numberCells(25, 5, 1000, 800)).toEqual({ rows: 5, width: 60, height: 22, fontSize: 12, decimals: 3 })
  expect(numberCells(25, 5, 230, 800)).toEqual({
    rows: 5,
    width: 46,
    height: 22,
    fontSize: 10.5,
    decimals: 3
  })
  expect(numberCells(25, 5, 160, 800)).toEqual({
    rows: 5,
    width: 32,
    height: 20,
    fontSize: 10.5,
    decimals: 1
  })
})

test('a narrow cell takes smaller digits rather than one decimal, and numbers never touch', () => {
  expect(numberCells(25, 5, 175, 800)).toMatchObject({ width: 35, fontSize: 9.5, decimals: 2 })
  for (let room = 150; room < 400; room++) {
    const { width, fontSize = 0, decimals } = numberCells(25, 5, room, 800)
    expect(width - ('−0.'.length + decimals) * 0.6 * fontSize).toBeGreaterThanOrEqual(3)
  }
})

test('cells too small for digits have none, and never vanish', () => {
  expect(numberCells(100, 10, 200, 800).fontSize).toBeUndefined()
  expect(numberCells(10_000, 100, 0, 300)).toEqual({
    rows: 100,
    width: 4,
    height: 4,
    fontSize: undefined,
    decimals: 1
  })
})

test('a low window makes cells lower', () => {
  expect(numberCells(9, 3, 1000, 1100).height).toBe(30)
  expect(numberCells(9, 3, 1000, 600).height).toBe(20)
})

test('the last row may be short', () => {
  expect(numberCells(7, 3, 100, 800).rows).toBe(3)
})

test.each([
  [0.25, 1, '0.3'],
  [0.25, 3, '0.250'],
  [-0.01, 1, '0.0'],
  [-0.01, 3, '−0.010'],
  [-3.14, 2, '−3.14'],
  [12.34, 2, '12.3'],
  [123.4, 1, '123'],
  [9.996, 3, '9.996']
])('%d with %d decimals stands in a cell as %s', (value, decimals, text) => {
  expect(cellText(value, decimals)).toBe(text)
})
