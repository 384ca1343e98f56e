import { expect, test } from 'vitest'
import { measureFmaPeak } from './fma-peak'

test('the peak is a speed that a machine can have', () => {
  const peak = measureFmaPeak()
  expect(peak).toBeGreaterThan(1e7)
  expect(peak).toBeLessThan(1e13)
})
