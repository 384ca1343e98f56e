import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, mix, readable, textOn, type Rgb } from './colour'

const byte = fc.integer({ min: 0, max: 255 })
const colour: fc.Arbitrary<Rgb> = fc.tuple(byte, byte, byte)

test('contrast as WCAG defines it', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10)
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2)
  expect(contrast([10, 20, 30], [10, 20, 30])).toBe(1)
})

test('mixed colours go from one end to the other', () => {
  expect(mix([0, 10, 20], [100, 20, 0], 0)).toEqual([0, 10, 20])
  expect(mix([0, 10, 20], [100, 20, 0], 0.5)).toEqual([50, 15, 10])
  expect(mix([0, 10, 20], [100, 20, 0], 1)).toEqual([100, 20, 0])
})

test('text is readable on every ground, whatever colours it could have', () => {
  fc.assert(
    fc.property(colour, colour, colour, (ground, ink, paper) => {
      expect(contrast(ground, textOn(ground, ink, paper))).toBeGreaterThanOrEqual(readable)
    })
  )
})

test('the colours that were given are kept where they are readable', () => {
  const ink: Rgb = [27, 29, 33]
  const paper: Rgb = [244, 249, 248]
  expect(textOn([255, 255, 255], ink, paper)).toEqual(ink)
  expect(textOn([11, 110, 105], ink, paper)).toEqual(paper)
})
