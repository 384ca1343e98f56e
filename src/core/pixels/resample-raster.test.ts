import { expect, test } from 'vitest'
import { resampleRaster } from './resample-raster'
import type { Box } from './plan-fit'
import type { Raster } from './raster'

const row = (channels: number, ...data: number[]): Raster => ({
  data: new Uint8Array(data),
  width: data.length / channels,
  height: 1,
  channels
})

function expectNear({ data }: Raster, expected: readonly number[]): void {
  expect(data).toHaveLength(expected.length)
  data.forEach((value, at) => expect(Math.abs(value - Number(expected[at])), `${at}`).toBeLessThanOrEqual(1))
}

const whole = ({ width, height }: Raster): Box => ({ left: 0, top: 0, width, height })

test('a row is enlarged as PIL enlarges it', () => {
  // Image.fromarray(np.array([[0, 100, 255, 30]], np.uint8)).resize((9, 1), Image.LANCZOS)
  const pil = [0, 6, 35, 113, 224, 255, 174, 62, 0]
  const { data } = resampleRaster(row(1, 0, 100, 255, 30), whole(row(1, 0, 100, 255, 30)), {
    width: 9,
    height: 1
  })
  data.forEach((value, at) => expect(Math.abs(value - Number(pil[at])), String(at)).toBeLessThanOrEqual(1))
})

test('both sides are enlarged, and one colour stays one', () => {
  const { data, width, height } = resampleRaster(row(3, 10, 20, 30), whole(row(3, 10, 20, 30)), {
    width: 5,
    height: 4
  })
  expect({ width, height }).toEqual({ width: 5, height: 4 })
  expect([...data]).toEqual(Array.from({ length: 20 }, () => [10, 20, 30]).flat())
})

test('what cannot be seen does not shine through', () => {
  const { data } = resampleRaster(
    row(4, 200, 0, 0, 255, 0, 255, 0, 0),
    whole(row(4, 200, 0, 0, 255, 0, 255, 0, 0)),
    { width: 8, height: 1 }
  )
  for (let at = 0; at < data.length; at += 4) {
    expect(data[at + 1]).toBe(0)
    if (Number(data[at + 3]) > 0) expect(data[at]).toBe(200)
  }
})

test('an image of the size stays as it is', () => {
  const image = row(3, 1, 2, 3)
  expect(resampleRaster(image, whole(image), { width: 1, height: 1 })).toBe(image)
})

test('a row is reduced, and a part of it taken, as PIL does', () => {
  // a = Image.fromarray(np.array([[0, 100, 255, 30, 7, 200, 90, 60]], np.uint8))
  const image = row(1, 0, 100, 255, 30, 7, 200, 90, 60)
  // a.resize((5, 1), Image.LANCZOS)
  expectNear(resampleRaster(image, whole(image), { width: 5, height: 1 }), [36, 194, 22, 146, 72])
  // a.resize((3, 1), Image.LANCZOS, box=(1.3, 0, 6.9, 1))
  const part = { left: 1.3, top: 0, width: 5.6, height: 1 }
  expectNear(resampleRaster(image, part, { width: 3, height: 1 }), [161, 50, 128])
})
