import { describe, expect, test } from 'vitest'
import { PhaseSampler } from './phase-sampler'

describe('the sampler', () => {
  test('takes one step in 128, after a few that warm up', () => {
    const sampler = new PhaseSampler()
    const sampled: number[] = []
    for (let step = 100; step < 400; step++) {
      if (!sampler.isDue(step)) continue
      sampled.push(step)
      sampler.add(step, { forward: 1, backward: 2, update: 3 })
    }
    expect(sampled).toEqual([108, 236, 364])
    expect(sampler.times?.samples).toBe(3)
  })

  test('takes another step soon where the forward pass was held up', () => {
    const sampler = new PhaseSampler()
    expect(sampler.isDue(0)).toBe(false)
    sampler.add(8, { forward: 40, backward: -37, update: 1 })
    expect(sampler.times).toBeUndefined()
    expect([15, 16].map((step) => sampler.isDue(step))).toEqual([false, true])
    sampler.add(16, { forward: 1, backward: 2, update: 1 })
    expect(sampler.times).toEqual({ samples: 1, forward: 1, backward: 2, update: 1 })
    expect([143, 144].map((step) => sampler.isDue(step))).toEqual([false, true])
  })

  test('tells medians of the latest, so that one step that was held up does not count', () => {
    const sampler = new PhaseSampler()
    expect(sampler.times).toBeUndefined()
    for (const forward of [5, 900, 6]) sampler.add(0, { forward, backward: 2 * forward, update: 1 })
    expect(sampler.times).toEqual({ samples: 3, forward: 6, backward: 12, update: 1 })
    for (let i = 0; i < 31; i++) sampler.add(0, { forward: 1, backward: 1, update: 1 })
    expect(sampler.times).toEqual({ samples: 34, forward: 1, backward: 1, update: 1 })
  })
})
