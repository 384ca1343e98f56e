import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AtMostEvery } from './at-most-every'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first is done at once, those that follow are done together, and the last is not lost', () => {
  let done = 0
  const often = new AtMostEvery(500, () => done++)
  often.ask()
  expect(done).toBe(1)
  for (let i = 0; i < 10; i++) often.ask()
  expect(done).toBe(1)
  vi.advanceTimersByTime(500)
  expect(done).toBe(2)
  vi.advanceTimersByTime(5000)
  expect(done).toBe(2)
  often.ask()
  expect(done).toBe(3)
})
