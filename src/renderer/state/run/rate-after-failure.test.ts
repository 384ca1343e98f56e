import { expect, test } from 'vitest'
import { rateAfterFailure } from './rate-after-failure'

const failed = (
  code: 'diverged' | 'invalid-input',
  learningRate = 10
): Parameters<typeof rateAfterFailure>[0] => ({
  status: { kind: 'failed', error: { code, message: 'It failed.', hint: '' } },
  learningRate
})

test('a lower rate is offered after a run that diverged, and after no other', () => {
  expect(rateAfterFailure(failed('diverged'))).toBe(0.001)
  expect(rateAfterFailure(failed('invalid-input'))).toBeUndefined()
  expect(rateAfterFailure({ status: { kind: 'finished' }, learningRate: 10 })).toBeUndefined()
})

test.each([
  [10, 0.001],
  [0.002, 0.001],
  [0.001, 0.0001],
  [0.000123456, 0.0000123]
])('after %s comes %s', (rate, lower) => {
  expect(rateAfterFailure(failed('diverged', rate))).toBe(lower)
})

test('nothing is lower than the lowest', () => {
  expect(rateAfterFailure(failed('diverged', 0))).toBeUndefined()
  expect(rateAfterFailure(failed('diverged', Number.MIN_VALUE))).toBeUndefined()
})
