import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { rateFactor } from '../../src/core/schedules/rate-factor'
import { scheduleNames } from '../../src/core/schedules/schedule-kinds'
import recorded from '../fixtures/pytorch-schedules/schedules.json'

const fixture = z
  .object({
    rate: z.number(),
    cases: z.array(
      z.object({
        schedule: z.enum(scheduleNames),
        warmup: z.number(),
        steps: z.int(),
        rates: z.array(z.number())
      })
    )
  })
  .parse(recorded)

describe('the rates of PyTorch’s schedulers', () => {
  test.each(fixture.cases)('$schedule, warm-up $warmup, $steps steps', ({ rates, steps, ...schedule }) => {
    const factor = rateFactor(schedule, steps)
    rates.forEach((rate, step) => {
      expect(Math.abs(fixture.rate * factor(step) - rate), String(step)).toBeLessThan(1e-12)
    })
  })
})
