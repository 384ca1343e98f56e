import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curveBand } from './curve-band'

test('lies around nine of ten points, stretch by stretch', () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ step: i + 1, loss: i < 500 ? i % 100 : 7 }))
  const [first, ...others] = curveBand(points, 10)
  expect(first).toEqual({ step: 51, low: 5, high: 94 })
  expect(others.at(-1)).toEqual({ step: 951, low: 7, high: 7 })
  expect(others).toHaveLength(9)
})

test('has no more parts than asked for or than there are points, and each is within its points', () => {
  const losses = fc.array(fc.double({ noNaN: true, min: 0, max: 10 }), { maxLength: 80 })
  fc.assert(
    fc.property(losses, fc.integer({ min: 1, max: 50 }), (all, stretches) => {
      const band = curveBand(
        all.map((loss, i) => ({ step: i, loss })),
        stretches
      )
      expect(band).toHaveLength(Math.min(stretches, all.length))
      for (const { low, high } of band) {
        expect(low).toBeLessThanOrEqual(high)
        expect(all).toContain(low)
        expect(all).toContain(high)
      }
    })
  )
})
