import { expect, test } from 'vitest'
import {
  parsePixels,
  pixelTransforms,
  pixelsOf,
  normalisedPixels,
  withPixels,
  channelPixels,
  commonTransform
} from './pixel-range'

const grey = { inputShape: [8, 8, 1] as const }

test('a network that does not say gets pixels from -1 to 1, with the constants that always were', () => {
  expect(pixelsOf({})).toEqual([-1, 1])
  expect(pixelTransforms(grey)).toEqual([{ scale: 2 / 255, offset: -1 }])
  expect(pixelTransforms({ ...grey, pixels: [0, 1] })).toEqual([{ scale: 1 / 255, offset: 0 }])
  expect(pixelTransforms({ ...grey, pixels: [0, 255] })).toEqual([{ scale: 1, offset: 0 }])
})

test('the usual range is not written down', () => {
  const model = { name: 'a', pixels: pixelsOf({}) }
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

test('channels have ranges of their own, or share one', () => {
  const own = normalisedPixels({ mean: [0.5, 0.25, 0], standardDeviation: [0.5, 0.25, 1] })
  expect(own).toEqual([
    [-1, 1],
    [-1, 3],
    [0, 1]
  ])
  const model = { ...withPixels({}, own), inputShape: [8, 8, 3] as const }
  expect(channelPixels(model)).toEqual(own)
  expect(commonTransform(pixelTransforms(model))).toBeUndefined()
  const shared = normalisedPixels({ mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5] })
  expect(withPixels({}, shared)).toEqual({})
})
