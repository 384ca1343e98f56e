import { expect, test } from 'vitest'
import { nearestLine } from './nearest-line'
import { axisAt, axisX, placeAt, placeY, type ParallelBox } from './parallel-box'

const box: ParallelBox = { left: 0, right: 200, top: 0, bottom: 100, count: 3 }
const line = (id: number, ...places: readonly number[]) => ({ id, places: Float64Array.from(places) })
const lines = [line(1, 0, 1, 0.5), line(2, 1, 0, NaN), line(3, 0, 1, 0.4)]
const at = (x: number, y: number) => nearestLine(lines, box, x, y, 10)?.id

test('finds the line under the pointer, between two axes', () => {
  expect(at(25, 30)).toBe(2)
  expect(at(190, 49)).toBe(1)
  expect(at(190, 60)).toBe(3)
})

test('of two that coincide it finds the one above', () => {
  expect(at(25, 72)).toBe(3)
})

test('finds nothing far from all lines, nor where a line has ended', () => {
  expect(at(100, 50)).toBeUndefined()
  expect(at(120, 90)).toBeUndefined()
})

test('places and pixels lead to one another', () => {
  expect(axisX(box, 1)).toBe(100)
  expect(axisAt(box, 108, 10)).toBe(1)
  expect(axisAt(box, 150, 10)).toBeUndefined()
  expect(placeAt(box, placeY(box, 0.25))).toBe(0.25)
  expect(placeAt(box, -50)).toBe(1)
})
