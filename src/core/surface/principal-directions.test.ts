import { expect, test } from 'vitest'
import { principalDirections } from './principal-directions'
import { dot, project } from './weight-space'

test('finds the plane in which vectors lie, longest direction first', () => {
  const along = Float32Array.of(0.6, 0, 0.8, 0)
  const across = Float32Array.of(0.8, 0, -0.6, 0)
  const point = (x: number, y: number): Float32Array =>
    along.map((value, i) => x * value + y * (across[i] ?? 0))
  const vectors = [point(3, 0.5), point(2, -0.5), point(1, -0.5), point(-2, 0)]
  const { first, second, shares } = principalDirections(vectors)
  expect(dot(first, along)).toBeCloseTo(1, 6)
  expect(dot(second, across)).toBeCloseTo(1, 6)
  expect(shares).toEqual([expect.closeTo(18 / 18.75, 6), expect.closeTo(0.75 / 18.75, 6)])
  for (const vector of vectors) {
    const { x, y, squaredLength } = project({ first, second }, vector)
    expect(x).toBeCloseTo(dot(vector, along), 5)
    expect(y).toBeCloseTo(dot(vector, across), 5)
    expect(squaredLength).toBeCloseTo(dot(vector, vector), 5)
  }
})

test('vectors on one line have no second direction', () => {
  const vectors = [Float32Array.of(1, 2, 3), Float32Array.of(2, 4, 6), Float32Array.of(0, 0, 0)]
  expect(() => principalDirections(vectors)).toThrow('on one line')
  expect(() => principalDirections([Float32Array.of(1, 2)])).toThrow('on one line')
})

test('vectors of different lengths are an error', () => {
  const vectors = [new Float32Array(3).fill(1), new Float32Array(2).fill(2)]
  expect(() => principalDirections(vectors)).toThrow('was expected')
})
