import fc from 'fast-check'
import { expect, test } from 'vitest'
import { menuPlace } from './menu-place'

const window = { width: 1280, height: 800 }
const buttonAt = (left: number, top: number) => ({ left, right: left + 100, top, bottom: top + 27 })

test('opens below its button, flush with its right edge', () => {
  expect(menuPlace(buttonAt(600, 100), { width: 270, height: 200 }, window)).toEqual({
    left: 430,
    top: 133,
    maxHeight: 659
  })
})

test('opens flush with the left edge where that is asked for, and inside the window all the same', () => {
  const left = (at: number) => menuPlace(buttonAt(at, 100), { width: 270, height: 200 }, window, 'left').left
  expect(left(600)).toBe(600)
  expect(left(1150)).toBe(1280 - 8 - 270)
})

test('opens upwards where it does not fit below and there is more room above', () => {
  const { top, maxHeight } = menuPlace(buttonAt(600, 700), { width: 270, height: 200 }, window)
  expect(top).toBe(700 - 6 - 200)
  expect(maxHeight).toBe(700 - 6 - 8)
})

test('scrolls below its button where there is less room above', () => {
  const { top, maxHeight } = menuPlace(buttonAt(600, 300), { width: 270, height: 900 }, window)
  expect(top).toBe(333)
  expect(top + maxHeight).toBe(window.height - 8)
})

test('opens to the right at the left edge of the window', () => {
  expect(menuPlace(buttonAt(12, 100), { width: 270, height: 200 }, window).left).toBe(12)
})

test('lies inside every window that has room for its width', () => {
  const size = fc.integer({ min: 0, max: 2000 })
  fc.assert(
    fc.property(
      fc.record({ width: fc.integer({ min: 320, max: 2000 }), height: fc.integer({ min: 180, max: 2000 }) }),
      size,
      size,
      fc.integer({ min: 40, max: 300 }),
      size,
      (inside, x, y, width, height) => {
        const button = buttonAt(Math.min(x, inside.width - 100), Math.min(y, inside.height - 27))
        const { left, top, maxHeight } = menuPlace(button, { width, height }, inside)
        expect(left).toBeGreaterThanOrEqual(8)
        expect(left + width).toBeLessThanOrEqual(inside.width - 8)
        expect(top).toBeGreaterThanOrEqual(8)
        expect(top + Math.min(height, maxHeight)).toBeLessThanOrEqual(inside.height - 8)
      }
    )
  )
})
