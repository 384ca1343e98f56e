import { expect, test } from 'vitest'
import { fullScale, parseHex, scaleColour } from './colour-scale'

test('colours of tokens, long and short', () => {
  expect(parseHex('#0b6e69')).toEqual([11, 110, 105])
  expect(parseHex(' #fff')).toEqual([255, 255, 255])
})

test('warm below zero, teal above, the ground at zero', () => {
  const colours = { ground: [10, 10, 10], above: [110, 10, 10], below: [10, 10, 110] } as const
  expect(scaleColour(colours, 0)).toEqual([10, 10, 10])
  expect(scaleColour(colours, 0.5)).toEqual([60, 10, 10])
  expect(scaleColour(colours, -2)).toEqual([10, 10, 110])
})

test('one stray value does not dim the rest', () => {
  expect(fullScale(Float32Array.from({ length: 1000 }, (_, i) => (i === 7 ? -500 : 2)))).toBe(2)
  expect(fullScale(Float32Array.of(0, 0, -3))).toBe(3)
  expect(fullScale(new Float32Array(4))).toBe(1)
})
