import { describe, expect, test } from 'vitest'
import { RateMeter } from './rate-meter'

describe('RateMeter', () => {
  test('what was there at the start of a resumed download is no progress', () => {
    const meter = new RateMeter()
    meter.update(1_000_000, 0)
    expect(meter.perSecond).toBe(0)
    expect(meter.secondsLeft(1_000_000, 2_000_000)).toBeUndefined()
    meter.update(1_500_000, 1000)
    expect(meter.perSecond).toBeCloseTo(500_000)
    expect(meter.secondsLeft(1_500_000, 2_000_000)).toBeCloseTo(1)
  })

  test('a change of speed shows gradually', () => {
    const meter = new RateMeter()
    meter.update(0, 0)
    meter.update(1000, 1000)
    meter.update(3000, 2000)
    expect(meter.perSecond).toBeGreaterThan(1000)
    expect(meter.perSecond).toBeLessThan(2000)
    for (let s = 3; s < 40; s++) meter.update(3000 + (s - 2) * 2000, s * 1000)
    expect(meter.perSecond).toBeCloseTo(2000, 0)
  })

  test('starts again when it goes back, and knows nothing of an unknown total', () => {
    const meter = new RateMeter()
    meter.update(5000, 0)
    meter.update(0, 1000)
    meter.update(100, 2000)
    expect(meter.perSecond).toBeCloseTo(100)
    expect(meter.secondsLeft(100, 0)).toBeUndefined()
  })
})
