import fc from 'fast-check'
import { expect, test } from 'vitest'
import { imageFits } from '../data/image-file'
import { planFit, type Box } from './plan-fit'

const target = { width: 32, height: 24 }
const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height })

test.each([
  ['cover', 640, 480, box(0, 0, 640, 480), false],
  ['cover', 640, 240, box(160, 0, 320, 240), false],
  ['stretch', 640, 480, box(0, 0, 640, 480), false],
  ['contain', 640, 480, box(0, 0, 640, 480), false]
] as const)('%s: a large image of %i × %i is reduced by libvips', (fit, width, height, part, enlarges) => {
  expect(planFit({ width, height }, target, fit)).toEqual({
    part,
    reduced: target,
    box: box(0, 0, 32, 24),
    scaled: target,
    enlarges
  })
})

test('an image near the target’s size is left to the exact resampler, from a part of a pixel on', () => {
  const plan = planFit({ width: 100, height: 20 }, target, 'cover')
  expect(plan).toMatchObject({
    part: box(30, 0, 40, 20),
    reduced: { width: 40, height: 20 },
    scaled: target,
    enlarges: true
  })
  expect(plan.box.left).toBeCloseTo(6.6667, 3)
  expect(plan.box.width).toBeCloseTo(26.6667, 3)
  expect(planFit({ width: 100, height: 40 }, target, 'stretch')).toMatchObject({
    reduced: { width: 32, height: 40 },
    box: box(0, 0, 32, 40),
    enlarges: false
  })
})

test.each(imageFits)('an image of the target’s size is left as it is (%s)', (fit) => {
  expect(planFit(target, target, fit)).toEqual({
    part: box(0, 0, 32, 24),
    reduced: target,
    box: box(0, 0, 32, 24),
    scaled: target,
    enlarges: false
  })
})

test.each([
  [100, 20, 32, 6],
  [20, 100, 5, 24],
  [16, 4, 32, 8],
  [5000, 2, 32, 1]
])('contain: %i × %i becomes %i × %i', (width, height, newWidth, newHeight) => {
  expect(planFit({ width, height }, target, 'contain').scaled).toEqual({ width: newWidth, height: newHeight })
})

test('cover: all of an image of the target’s proportions is taken, however its size rounds', () => {
  const { part } = planFit({ width: 199_293, height: 199_293 }, { width: 8, height: 8 }, 'cover')
  expect(part).toEqual({ left: 0, top: 0, width: 199_293, height: 199_293 })
})

test('the part lies in the image, and the result in the target, whatever their sizes', () => {
  const size = (least: number, most: number): fc.Arbitrary<{ width: number; height: number }> =>
    fc.record({ width: fc.integer({ min: least, max: most }), height: fc.integer({ min: least, max: most }) })
  fc.assert(
    fc.property(
      fc.oneof(size(2, 500), size(2, 25_000_000)),
      size(8, 224),
      fc.constantFrom(...imageFits),
      (image, wanted, fit) => {
        const { part, reduced, box: exact, scaled } = planFit(image, wanted, fit)
        for (const [inner, outer] of [
          [part, image],
          [exact, reduced]
        ] as const) {
          expect(Math.min(inner.left, inner.top)).toBeGreaterThanOrEqual(0)
          expect(inner.left + inner.width).toBeLessThanOrEqual(outer.width + 1e-6)
          expect(inner.top + inner.height).toBeLessThanOrEqual(outer.height + 1e-6)
        }
        expect(Math.min(part.width, part.height, scaled.width, scaled.height)).toBeGreaterThanOrEqual(1)
        expect(Math.max(reduced.width - part.width, reduced.height - part.height)).toBeLessThanOrEqual(0)
        // So that the exact resampler never has much to do.
        expect(Math.max(reduced.width, reduced.height)).toBeLessThanOrEqual(2 * 224 + 14)
        expect(scaled.width).toBeLessThanOrEqual(wanted.width)
        expect(scaled.height).toBeLessThanOrEqual(wanted.height)
      }
    )
  )
})
