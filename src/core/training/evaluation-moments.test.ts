import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMoment, momentsLeft, stepsToMoment } from './evaluation-moments'

test('every so many steps, but not where an epoch ends', () => {
  const moments = Array.from({ length: 30 }, (_, i) => i + 1).filter((step) =>
    isMoment(step, { evaluateEvery: 4 }, 10)
  )
  expect(moments).toEqual([4, 8, 12, 16, 24, 28])
  expect(isMoment(5, { evaluateEvery: 0 }, 10)).toBe(false)
})

test('going from moment to moment meets all of them, and as many are left as are met', () => {
  const steps = fc.integer({ min: 1, max: 60 })
  fc.assert(
    fc.property(
      steps,
      steps,
      fc.integer({ min: 1, max: 5 }),
      fc.nat(40),
      (evaluateEvery, perEpoch, epochs, at) => {
        const interval = { evaluateEvery }
        const total = perEpoch * epochs
        const from = Math.min(at, total)
        const inside = Array.from({ length: total - from }, (_, i) => from + 1 + i).filter((step) =>
          isMoment(step, interval, perEpoch)
        )
        const met: number[] = []
        for (
          let step = from + stepsToMoment(from, interval);
          step <= total;
          step += stepsToMoment(step, interval)
        ) {
          if (isMoment(step, interval, perEpoch)) met.push(step)
        }
        expect(met).toEqual(inside)
        expect(momentsLeft(from, total, interval, perEpoch)).toEqual({
          inside: inside.length,
          ends: epochs - Math.floor(from / perEpoch)
        })
      }
    )
  )
})
