import { expect, test } from 'vitest'
import { fitSize } from './fit-size'

const target = { width: 32, height: 24 }

test.each([
  ['cover', 640, 480, 32, 24, false],
  ['cover', 100, 20, 32, 24, true],
  ['stretch', 100, 20, 32, 24, true],
  ['stretch', 100, 24, 32, 24, false],
  ['contain', 640, 480, 32, 24, false],
  ['contain', 100, 20, 32, 6, false],
  ['contain', 20, 100, 5, 24, false],
  ['contain', 16, 4, 32, 8, true],
  ['contain', 5000, 2, 32, 1, false],
  ['cover', 32, 24, 32, 24, false]
] as const)('%s: %i × %i becomes %i × %i', (fit, width, height, newWidth, newHeight, enlarges) => {
  expect(fitSize({ width, height }, target, fit)).toEqual({ width: newWidth, height: newHeight, enlarges })
})
