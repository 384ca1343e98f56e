import { expect, test } from 'vitest'
import { timeAdvice } from './time-advice'

test('advice goes by the share of waiting and by the workers', () => {
  expect(timeAdvice(0.004, 2)).toContain('would not help')
  expect(timeAdvice(0.01, 0)).toContain('hardly help')
  expect(timeAdvice(0.3, 0)).toContain('Try 2 workers')
  expect(timeAdvice(0.08, 2)).toContain('One more worker')
  expect(timeAdvice(0.4, 2)).toContain('Add workers')
})
