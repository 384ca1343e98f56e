import { expect, test } from 'vitest'
import { planFit } from '../../core/pixels/plan-fit'
import { coveredPart, planesOf } from './fit-frame'

test.each([
  [640, 480, 32, 32],
  [480, 640, 32, 32],
  [1920, 1080, 28, 20],
  [32, 32, 32, 32],
  [30, 20, 32, 32]
])(
  'of a frame of %d x %d, the part for %d x %d is that which the decoder cuts out',
  (width, height, w, h) => {
    const part = coveredPart({ width, height }, { width: w, height: h })
    const plan = planFit({ width, height }, { width: w, height: h }, 'cover')
    // Of large images libvips takes whole pixels.
    const whole = plan.reduced.width === w && plan.reduced.height === h
    const cut = whole
      ? plan.part
      : { ...plan.box, left: plan.part.left + plan.box.left, top: plan.part.top + plan.box.top }
    for (const side of ['left', 'top', 'width', 'height'] as const)
      expect(Math.abs(part[side] - cut[side])).toBeLessThanOrEqual(whole ? 1 : 1e-9)
  }
)

test('pixels become planes: colours, grey, or colours and opacity', () => {
  const pixels = Uint8ClampedArray.of(255, 0, 10, 255, 1, 2, 3, 255)
  expect([...planesOf(pixels, 3)]).toEqual([255, 1, 0, 2, 10, 3])
  expect([...planesOf(pixels, 4)]).toEqual([255, 1, 0, 2, 10, 3, 255, 255])
  expect([...planesOf(pixels, 1)]).toEqual([77, 2])
})
