import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lossRange } from './loss-range'

const losses = fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1, maxLength: 50 })

test('holds all calm values and ends on lines of the grid, of which there are few', () => {
  fc.assert(
    fc.property(losses, losses, (noisy, calm) => {
      const { min, max, step } = lossRange(noisy, calm)
      expect(min).toBeLessThanOrEqual(Math.min(...calm))
      expect(max).toBeGreaterThanOrEqual(Math.max(...calm))
      expect(max / step).toBeCloseTo(Math.round(max / step), 6)
      expect((max - min) / step).toBeLessThanOrEqual(10)
    })
  )
})

test('a spike of the noise does not flatten the curve', () => {
  const noisy = [...new Array<number>(99).fill(2), 40]
  expect(lossRange(noisy, [1.5, 2]).max).toBeLessThan(3)
})

test('nothing to show has a range too', () => {
  expect(lossRange([], [])).toEqual({ min: 0, max: 2.4, step: 0.4 })
})

test('losses of a training that diverges have few lines too', () => {
  for (const high of [500, 12_345, 2.5e28]) {
    const { min, max, step } = lossRange([2.3, high], [2.3, high])
    expect((max - min) / step).toBeLessThanOrEqual(9)
    expect(max).toBeGreaterThanOrEqual(high)
  }
})
