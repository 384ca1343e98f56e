import { expect, test } from 'vitest'
import { probabilities } from './probabilities'

test('scores become shares of 1, however large they are', () => {
  expect(probabilities(new Float32Array([0, 0]))).toEqual([0.5, 0.5])
  const [low, high] = probabilities(new Float32Array([900, 1000]))
  expect(low).toBeCloseTo(0)
  expect(high).toBe(1)
  const three = probabilities(new Float32Array([1, 2, 3]))
  expect(three.map((share) => share.toFixed(4))).toEqual(['0.0900', '0.2447', '0.6652'])
})
