import { expect, test } from 'vitest'
import { parsePixels, pixelTransform, pixelsOf, usualPixels, withPixels } from './pixel-range'

test('a network that does not say gets pixels from -1 to 1, with the constants that always were', () => {
  expect(pixelsOf({})).toEqual([-1, 1])
  expect(pixelTransform({})).toEqual({ scale: 2 / 255, offset: -1 })
  expect(pixelTransform({ pixels: [0, 1] })).toEqual({ scale: 1 / 255, offset: 0 })
  expect(pixelTransform({ pixels: [0, 255] })).toEqual({ scale: 1, offset: 0 })
})

test('the usual range is not written down', () => {
  const model = { name: 'a', pixels: usualPixels }
  expect(withPixels(model, [0, 1])).toEqual({ name: 'a', pixels: [0, 1] })
  expect(withPixels(model, [-1, 1])).toEqual({ name: 'a' })
})

test.each([
  ['0..1', [0, 1]],
  ['-1..1', [-1, 1]],
  [' −0.5 .. 0.5 ', [-0.5, 0.5]],
  ['[0, 255]', [0, 255]],
  ['0 to 1', [0, 1]]
])('%s is a range', (text, range) => {
  expect(parsePixels(text)).toEqual(range)
})

test.each(['', '1', '1..0', '0..0', '0..', '0..1..2', '0..1e9', 'x..y', '0...1'])('“%s” is not', (text) => {
  expect(() => parsePixels(text)).toThrow('is not a range of pixels')
})
