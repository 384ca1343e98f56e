import { expect, test } from 'vitest'
import { scaledApart } from './scaled-apart'

test('each filter is divided by its own largest weight; one of zeros stays', () => {
  // Two weights of three filters, the filters side by side.
  const kernel = Float32Array.of(1, 100, 0, -2, 50, 0)
  expect([...scaledApart(kernel, 3)]).toEqual([0.5, 1, 0, -1, 0.5, 0])
})
