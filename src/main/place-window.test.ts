import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstSize, placeWindow, smallestSize, type Bounds } from './place-window'

const screen: Bounds = { x: 0, y: 25, width: 1920, height: 1055 }
const right: Bounds = { x: 1920, y: 0, width: 1600, height: 900 }

const within = (inner: Bounds, outer: Bounds): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

describe('placeWindow', () => {
  test('opens in the middle of the primary screen the first time', () => {
    expect(placeWindow(undefined, [screen, right])).toEqual({ x: 320, y: 152, ...firstSize })
  })

  test('leaves a window that fits where it was', () => {
    const saved = { x: 2000, y: 40, width: 1300, height: 820 }
    expect(placeWindow(saved, [screen, right])).toEqual(saved)
  })

  test('brings a window back whose screen is gone', () => {
    const placed = placeWindow({ x: 2000, y: 40, width: 1300, height: 820 }, [screen])
    expect(placed).toMatchObject({ width: 1300, height: 820 })
    expect(within(placed, screen)).toBe(true)
  })

  test('pulls a window in that hangs over the edge', () => {
    expect(placeWindow({ x: -200, y: -10, width: 1300, height: 820 }, [screen])).toMatchObject({
      x: 0,
      y: 25
    })
  })

  test('fits a screen smaller than the smallest window', () => {
    const small = { x: 0, y: 0, width: 800, height: 480 }
    expect(placeWindow({ x: 0, y: 0, width: 1300, height: 820 }, [small])).toEqual(small)
    expect(placeWindow(undefined, [small])).toEqual(small)
  })

  test('always lies wholly on a screen and is never too small', () => {
    const bounds = (low: number): fc.Arbitrary<Bounds> =>
      fc.record({
        x: fc.integer({ min: -5000, max: 5000 }),
        y: fc.integer({ min: -5000, max: 5000 }),
        width: fc.integer({ min: low, max: 6000 }),
        height: fc.integer({ min: low, max: 6000 })
      })
    fc.assert(
      fc.property(
        bounds(1),
        bounds(1100),
        fc.array(bounds(1100), { maxLength: 3 }),
        (saved, primary, others) => {
          const placed = placeWindow(saved, [primary, ...others])
          expect([primary, ...others].some((area) => within(placed, area))).toBe(true)
          expect(placed.width).toBeGreaterThanOrEqual(smallestSize.width)
          expect(placed.height).toBeGreaterThanOrEqual(smallestSize.height)
        }
      )
    )
  })
})
