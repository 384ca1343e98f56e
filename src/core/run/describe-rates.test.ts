import { expect, test } from 'vitest'
import { describeRates } from './describe-rates'

test.each([
  [[[0, 0.001]], '0.001'],
  [
    [
      [0, 0.001],
      [2000, 0.01]
    ],
    '0.001; from step 2,000 on 0.01'
  ],
  [
    Array.from({ length: 9 }, (_, i) => [i * 10, i + 1]),
    '1; from step 10 on 2; from step 20 on 3; from step 30 on 4; from step 40 on 5; from step 50 on 6; and 3 more changes'
  ]
] satisfies [number[][], string][])('%j: %s', (rates, words) => {
  expect(describeRates(rates.map(([fromStep = 0, learningRate = 0]) => ({ fromStep, learningRate })))).toBe(
    words
  )
})
