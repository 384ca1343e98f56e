import { describe, expect, test } from 'vitest'
import { arrival, race, raceSteps } from './race'
import type { RacerId } from './racers'
import { testSurface, testSurfaces, type SurfaceId } from './test-surface'

const settings = (id: SurfaceId, momentum = 0.9) => {
  const { start, rates } = testSurface(id)
  return { start, slopeRate: rates.slope, adaptiveRate: rates.adaptive, momentum }
}

function arrivals(id: SurfaceId, momentum?: number): Partial<Record<RacerId, number>> {
  const surface = testSurface(id)
  return Object.fromEntries(
    race(surface, settings(id, momentum)).flatMap((racer) => {
      const step = arrival(surface, racer.moments)
      return step === undefined ? [] : [[racer.id, step]]
    })
  )
}

describe.each(testSurfaces)('$title', (surface) => {
  test('the slope is that of the height', () => {
    const h = 1e-6
    for (const [x, y] of [surface.start, [0.3, -0.7], [1.1, 0.4], ...surface.minima]) {
      const [dx, dy] = surface.slope(x, y)
      expect(dx).toBeCloseTo((surface.height(x + h, y) - surface.height(x - h, y)) / (2 * h), 3)
      expect(dy).toBeCloseTo((surface.height(x, y + h) - surface.height(x, y - h)) / (2 * h), 3)
    }
  })

  test('its lows are level, and nothing on the map lies deeper', () => {
    const [[mx, my] = [0, 0]] = surface.minima
    const lowest = surface.height(mx, my)
    for (const [x, y] of surface.minima) {
      for (const slope of surface.slope(x, y)) expect(slope).toBeCloseTo(0, 3)
    }
    for (let i = 0; i <= 60; i++) {
      for (let j = 0; j <= 60; j++) {
        const x = surface.x[0] + ((surface.x[1] - surface.x[0]) * i) / 60
        const y = surface.y[0] + ((surface.y[1] - surface.y[0]) * j) / 60
        expect(surface.height(x, y)).toBeGreaterThanOrEqual(lowest - 1e-6)
      }
    }
  })

  test('begins where it says, lower at the end for everyone', () => {
    for (const { moments } of race(surface, settings(surface.id))) {
      expect([moments[0]?.x, moments[0]?.y]).toEqual(surface.start)
      expect(moments).toHaveLength(raceSteps + 1)
      expect(moments.at(-1)?.height).toBeLessThan(moments[0]?.height ?? -Infinity)
    }
  })
})

test('momentum is quicker along a ravine', () => {
  const { sgd = Infinity, nesterov = Infinity, momentum = Infinity } = arrivals('ravine')
  expect(nesterov).toBeLessThan(sgd)
  expect(momentum).toBeLessThan(sgd)
})

test('only with momentum the poor low is left behind', () => {
  expect(Object.keys(arrivals('localLow')).sort()).toEqual(['momentum', 'nesterov'])
  expect(arrivals('localLow', 0)).toEqual({})
})

test('without momentum three racers walk together', () => {
  const [sgd, momentum, nesterov] = race(testSurface('beale'), settings('beale', 0))
  expect(momentum?.moments.map(({ x }) => x)).toEqual(sgd?.moments.map(({ x }) => x))
  expect(nesterov?.moments.map(({ x }) => x)).toEqual(sgd?.moments.map(({ x }) => x))
})

test('who flies off the map for good is no longer followed, and never arrives', () => {
  const surface = testSurface('beale')
  const [sgd] = race(surface, { ...settings('beale'), slopeRate: 1 })
  expect(sgd?.moments.length).toBeLessThan(raceSteps)
  expect(sgd?.moments.every(({ height }) => Number.isFinite(height))).toBe(true)
  expect(arrival(surface, sgd?.moments ?? [])).toBeUndefined()
})
