import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunEvent } from '../core/run-event'
import { EventOutbox } from './event-outbox'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const log = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 2 })

test('events leave in batches, in order, and none twice', () => {
  const sent: RunEvent[][] = []
  const outbox = new EventOutbox((events) => sent.push(events))
  for (let step = 1; step <= 3; step++) outbox.emit(log(step))
  expect(sent).toEqual([])
  vi.runAllTimers()
  outbox.emit(log(4))
  outbox.flush()
  outbox.flush()
  vi.runAllTimers()
  expect(sent).toEqual([[log(1), log(2), log(3)], [log(4)]])
  expect(outbox.step).toBe(4)
})
