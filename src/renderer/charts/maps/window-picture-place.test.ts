import { expect, test } from 'vitest'
import { pixelAt, pixelByKey } from './window-picture-place'

const size = { height: 20, width: 28 }
const box = { left: 100, top: 50, width: 280, height: 200 }

test.each([
  [{ clientX: 100, clientY: 50 }, [0, 0]],
  [{ clientX: 379, clientY: 249 }, [19, 27]],
  [{ clientX: 155, clientY: 75 }, [2, 5]],
  [{ clientX: 380, clientY: 60 }, undefined],
  [{ clientX: 99, clientY: 60 }, undefined],
  [{ clientX: 120, clientY: 250 }, undefined]
])('%j is over the pixel %j', (point, pixel) => {
  expect(pixelAt(box, point, size)).toEqual(pixel)
})

test.each([
  ['ArrowUp', [4, 9]],
  ['ArrowDown', [6, 9]],
  ['ArrowLeft', [5, 8]],
  ['ArrowRight', [5, 10]],
  ['Home', [5, 0]],
  ['End', [5, 27]],
  ['PageUp', [0, 9]],
  ['PageDown', [19, 9]],
  ['Enter', undefined]
])('%s leads to %j', (key, pixel) => {
  expect(pixelByKey(key, { top: 5, left: 9 }, size)).toEqual(pixel)
})

test('keys do not lead out of the picture, and lead back from the padding', () => {
  expect(pixelByKey('ArrowLeft', { top: 0, left: 0 }, size)).toEqual([0, 0])
  expect(pixelByKey('ArrowDown', { top: 19, left: 3 }, size)).toEqual([19, 3])
  expect(pixelByKey('ArrowRight', { top: -2, left: -2 }, size)).toEqual([0, 0])
})
