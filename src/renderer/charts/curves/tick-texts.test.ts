import { expect, test } from 'vitest'
import { tickTexts } from './tick-texts'

const thousandths = (value: number): string => value.toFixed(3)

test('zeros that all numbers end with are left out', () => {
  expect(tickTexts([2.5, 3, 3.5], thousandths)).toEqual(['2.5', '3.0', '3.5'])
  expect(tickTexts([1, 2, 10], thousandths)).toEqual(['1', '2', '10'])
  expect(tickTexts([0.875, 0.9], thousandths)).toEqual(['0.875', '0.900'])
})

test('whole numbers, percentages and an empty axis stay as they are', () => {
  expect(tickTexts([10, 20], String)).toEqual(['10', '20'])
  expect(tickTexts([0, 1], (value) => `${value}.0 %`)).toEqual(['0.0 %', '1.0 %'])
  expect(tickTexts([], String)).toEqual([])
})
