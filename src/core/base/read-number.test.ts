import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDecimal, readNumber, readWholeNumber } from './read-number'
import { formatCount } from '../format/format-number'

test.each([
  [
    '64862',
    '64,862',
    '64 862',
    '64\u00a0862',
    '64\u202f862',
    '64’862',
    "64'862",
    '64_862',
    ' 64862 ',
    '+64862'
  ],
  ['1000000', '1,000,000', '1 000 000', '1e6']
])('%s, however its digits are grouped', (first, ...others) => {
  for (const text of [first, ...others]) {
    expect(readNumber(text), text).toBe(Number(first))
    expect(readWholeNumber(text), text).toBe(Number(first))
  }
})

test.each([
  [-0.6, ['-0.6', '−0.6', '-0,6', '−.6']],
  [0.001, ['0.001', '0,001', '1e-3', '.001', '1E-3']],
  [0.9, ['0.9', '0,9', '0,90']],
  [1234.5, ['1,234.5', '1234,5', '1 234.5']]
])('%s with its decimals', (value, texts) => {
  for (const text of texts) {
    expect(readNumber(text), text).toBe(value)
    expect(readDecimal(text), text).toBe(value)
  }
})

test.each([
  '',
  ' ',
  'six',
  '1 2',
  '1,2,3',
  '1..2',
  '0x10',
  '0b1',
  'Infinity',
  'NaN',
  '1e',
  '--1',
  '1,00,000'
])('%j is not a number', (text) => {
  expect(readNumber(text)).toBeNaN()
  expect(readWholeNumber(text)).toBeNaN()
  expect(readDecimal(text)).toBeNaN()
})

test('what could be meant in two ways is not guessed', () => {
  for (const text of ['10.000', '1.000.000', '2.500']) expect(readWholeNumber(text), text).toBeNaN()
  for (const text of ['1,500', '-12,345']) expect(readDecimal(text), text).toBeNaN()
})

test('every whole number is read back from how the interface writes it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_294_967_295 }), (value) => {
      expect(readWholeNumber(String(value))).toBe(value)
      expect(readWholeNumber(formatCount(value))).toBe(value)
    })
  )
})

test('every decimal is read back from how the form writes it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(readDecimal(String(value))).toBe(value + 0)
    })
  )
})
