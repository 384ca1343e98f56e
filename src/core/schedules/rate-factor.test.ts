import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateFactor } from './rate-factor'
import { scheduleNames } from './schedule-kinds'

const anySchedule = fc.record({
  schedule: fc.constantFrom(...scheduleNames),
  warmup: fc.double({ min: 0, max: 0.9, noNaN: true }),
  steps: fc.integer({ min: 1, max: 5000 })
})

test('no rate is above the one that is set, and none below 0', () => {
  fc.assert(
    fc.property(anySchedule, ({ steps, ...schedule }) => {
      const factor = rateFactor(schedule, steps)
      for (let step = 0; step < steps; step++) {
        expect(factor(step)).toBeGreaterThanOrEqual(0)
        expect(factor(step)).toBeLessThanOrEqual(1)
      }
    })
  )
})

test('a warm-up only rises, and what follows it does not know of it', () => {
  fc.assert(
    fc.property(anySchedule, ({ steps, ...schedule }) => {
      const factor = rateFactor(schedule, steps)
      const rise = Math.floor(schedule.warmup * steps)
      for (let step = 1; step < rise; step++) expect(factor(step)).toBeGreaterThan(factor(step - 1))
      const rest = rateFactor({ ...schedule, warmup: 0 }, steps - rise)
      for (let step = rise; step < steps; step++) expect(factor(step)).toBe(rest(step - rise))
    })
  )
})

test('a constant rate is the rate itself, to the bit', () => {
  const factor = rateFactor({ schedule: 'constant', warmup: 0 }, 10)
  expect(Array.from({ length: 10 }, (_, step) => 0.001 * factor(step))).toEqual(Array(10).fill(0.001))
})
