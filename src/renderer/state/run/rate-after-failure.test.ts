import { expect, test } from 'vitest'
import { rateAfterFailure } from './rate-after-failure'

const failed = (code: 'diverged' | 'invalid-input'): Parameters<typeof rateAfterFailure>[0] => ({
  status: { kind: 'failed', error: { code, message: 'It failed.', hint: '' } },
  learningRate: 10
})

test('a lower rate is offered after a run that diverged, and after no other', () => {
  expect(rateAfterFailure(failed('diverged'))).toBe(0.001)
  expect(rateAfterFailure(failed('invalid-input'))).toBeUndefined()
  expect(rateAfterFailure({ status: { kind: 'finished' }, learningRate: 10 })).toBeUndefined()
})
