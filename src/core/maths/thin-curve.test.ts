import fc from 'fast-check'
import { expect, test } from 'vitest'
import { thinCurve } from './thin-curve'

const points = (losses: readonly number[]) => losses.map((loss, step) => ({ step, loss }))

test('keeps ends, extremes and order, and never more than it may', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 4, max: 40 }),
      (losses, most) => {
        const all = points(losses)
        const thin = thinCurve(all, most)
        expect(thin.length).toBeLessThanOrEqual(Math.max(most, 1))
        expect(thin[0]).toBe(all[0])
        expect(thin.at(-1)).toBe(all.at(-1))
        expect(thin.map(({ step }) => step)).toEqual(thin.map(({ step }) => step).sort((a, b) => a - b))
        expect(Math.max(...thin.map(({ loss }) => loss))).toBe(Math.max(...losses))
        expect(Math.min(...thin.map(({ loss }) => loss))).toBe(Math.min(...losses))
      }
    )
  )
})

test('a short curve stays as it is', () => {
  const all = points([1, 2, 3])
  expect(thinCurve(all, 3)).toBe(all)
})
