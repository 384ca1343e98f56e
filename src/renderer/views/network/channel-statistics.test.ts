import { expect, test } from 'vitest'
import { channelStatistics } from './channel-statistics'

test('are of one channel alone', () => {
  const values = Float32Array.of(1, 10, 3, 10, 5, 10, 7, 10)
  expect(channelStatistics(values, 2, 0)).toEqual({ mean: 4, deviation: Math.sqrt(5) })
  expect(channelStatistics(values, 2, 1)).toEqual({ mean: 10, deviation: 0 })
})

test('of a row are those of a single value', () => {
  expect(channelStatistics(Float32Array.of(1, -2, 3), 3, 1)).toEqual({ mean: -2, deviation: 0 })
})
