import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Watchdog } from './watchdog'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('waits as long as there are signs of life, and no longer', () => {
  const onSilent = vi.fn()
  const watchdog = new Watchdog(onSilent)
  watchdog.watch(1000)
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(900)
    watchdog.signOfLife()
  }
  expect(onSilent).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(onSilent).toHaveBeenCalledTimes(1)
})

test('does nothing before it watches and after its end', () => {
  const onSilent = vi.fn()
  const watchdog = new Watchdog(onSilent)
  watchdog.signOfLife()
  vi.advanceTimersByTime(10_000)
  watchdog.watch(1000)
  watchdog.end()
  watchdog.signOfLife()
  vi.advanceTimersByTime(10_000)
  expect(onSilent).not.toHaveBeenCalled()
})
