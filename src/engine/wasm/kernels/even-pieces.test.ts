import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evenPieces, evenRanges } from './even-pieces'

test('even pieces add up, none is too long, and none is two shorter than another', () => {
  const lengths = fc.integer({ min: 1, max: 200 })
  const mosts = fc.integer({ min: 1, max: 20 })
  fc.assert(
    fc.property(lengths, mosts, (length, most) => {
      const pieces = evenPieces(length, most)
      const sizes = pieces.map(({ size }) => size)
      expect(pieces.reduce((sum, { size, count }) => sum + size * count, 0)).toBe(length)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      expect(pieces.reduce((sum, { count }) => sum + count, 0)).toBe(Math.ceil(length / most))
    })
  )
})

test('even ranges follow one another', () => {
  expect(evenRanges(8, 3)).toEqual([
    { first: 0, size: 3 },
    { first: 3, size: 3 },
    { first: 6, size: 2 }
  ])
})
