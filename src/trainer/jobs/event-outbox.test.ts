import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunEvent } from '../../core/run/run-event'
import { EventOutbox } from './event-outbox'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const log = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 2 })

test('the first event after a pause leaves at once, what follows waits for more', () => {
  const sent: number[] = []
  const outbox = new EventOutbox((events) => {
    sent.push(events.length)
    return Promise.resolve()
  })
  outbox.emit(log(1))
  vi.advanceTimersByTime(1)
  expect(sent).toEqual([1])
  outbox.emit(log(2))
  vi.advanceTimersByTime(50)
  outbox.emit(log(3))
  expect(sent).toEqual([1])
  vi.advanceTimersByTime(60)
  expect(sent).toEqual([1, 2])
  vi.advanceTimersByTime(1000)
  outbox.emit(log(4))
  vi.advanceTimersByTime(1)
  expect(sent).toEqual([1, 2, 1])
})

test('events leave in batches, in order, and none twice', () => {
  const sent: RunEvent[][] = []
  const outbox = new EventOutbox((events) => {
    sent.push(events)
    return Promise.resolve()
  })
  for (let step = 1; step <= 3; step++) outbox.emit(log(step))
  expect(sent).toEqual([])
  vi.runAllTimers()
  outbox.emit(log(4))
  outbox.flush()
  outbox.flush()
  vi.runAllTimers()
  expect(sent).toEqual([[log(1), log(2), log(3)], [log(4)]])
  expect(outbox.step).toBe(4)
  outbox.emit({ type: 'checkpoint', at: 1, step: 2, epoch: 1 })
  expect(outbox.step).toBe(4)
})

test('there is room until a great many events are on their way, and again once they have left', async () => {
  const left: (() => void)[] = []
  const outbox = new EventOutbox(() => new Promise((resolve) => left.push(resolve)))
  for (let step = 1; step <= 10_000; step++) outbox.emit(log(step))
  outbox.flush()
  await outbox.room()
  outbox.emit(log(10_001))
  outbox.flush()
  let room = false
  const waiting = outbox.room().then(() => (room = true))
  await vi.advanceTimersByTimeAsync(1000)
  expect(room).toBe(false)
  left[0]?.()
  await waiting
  expect(room).toBe(true)
})

test('all is settled when the lab has kept it', async () => {
  const outbox = new EventOutbox(() => Promise.resolve())
  outbox.emit(log(1))
  outbox.emit(log(2))
  let settled = false
  const waiting = outbox.settled().then(() => (settled = true))
  outbox.kept(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(settled).toBe(false)
  outbox.kept(2)
  await waiting
  await outbox.settled()
})

test('what a lab that is gone has not kept is put into the log, once', async () => {
  const kept: RunEvent[] = []
  const outbox = new EventOutbox(
    () => Promise.resolve(),
    (events) => {
      for (const event of events) kept.push(event)
      return Promise.resolve()
    }
  )
  for (let step = 1; step <= 3; step++) outbox.emit(log(step))
  outbox.flush()
  outbox.kept(1)
  const waiting = outbox.settled()
  outbox.orphan()
  await waiting
  outbox.emit(log(4))
  await outbox.settled()
  expect(kept).toEqual([log(2), log(3), log(4)])
})
