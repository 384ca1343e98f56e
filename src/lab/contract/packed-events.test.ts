import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logEvent, type RunEvent } from '../../core/run/run-event'
import { packedEvents, packEvents } from './packed-events'

const count = fc.integer({ min: 1, max: 1_000_000 })
const line = fc.record({
  type: fc.constant('log' as const),
  at: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 2e12 }),
  step: count,
  epoch: count,
  batch: count,
  loss: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })
})
const pause = fc.record({ type: fc.constant('paused' as const), at: fc.nat(), step: count })
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('packed, sent and parsed, events are the same, and those not packed too', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, line, line, pause)), (events) => {
      expect(packedEvents.parse(sent(packEvents(events)))).toEqual(events)
      expect(packedEvents.parse(sent(events))).toEqual(events)
    })
  )
})

test('lines that follow one another take less than half the room', () => {
  const events = Array.from({ length: 1000 }, (_, i): RunEvent => ({
    type: 'log',
    at: 1.7e12 + i,
    step: i + 1,
    epoch: 1,
    batch: i + 1,
    loss: 2 / (i + 3)
  }))
  expect(packEvents(events)).toHaveLength(1)
  expect(JSON.stringify(packEvents(events)).length).toBeLessThan(JSON.stringify(events).length / 2)
})

test('columns of different lengths, and values that no line has, are refused', () => {
  const columns = { type: 'logColumns', at: [1, 2], step: [1, 2], epoch: [1, 1], batch: [1, 2], loss: [2, 1] }
  expect(packedEvents.parse([columns])).toHaveLength(2)
  for (const name of Object.keys(logEvent.shape).filter((key) => key !== 'type')) {
    expect(packedEvents.safeParse([{ ...columns, [name]: [1] }]).success).toBe(false)
    expect(packedEvents.safeParse([{ ...columns, [name]: [1, 1, 1] }]).success).toBe(false)
    expect(packedEvents.safeParse([{ ...columns, [name]: [1, null] }]).success).toBe(false)
  }
})
