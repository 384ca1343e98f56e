import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchSilence } from './watch-silence'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface Watched {
  readonly sent: string[]
  readonly lost: () => boolean
  readonly stop: () => void
  hear(): void
}

/** @param check how the server answers elsewhere */
function watch(check: () => Promise<unknown>, onSend: (hear: () => void) => void = () => undefined): Watched {
  let hear = (): void => undefined
  let lost = false
  const sent: string[] = []
  const socket = {
    send(text: string) {
      sent.push(text)
      onSend(hear)
    },
    addEventListener(_type: 'message', listener: () => void) {
      hear = listener
    }
  }
  const stop = watchSilence(socket, check, () => {
    lost = true
  })
  return { sent, lost: () => lost, stop, hear: () => hear() }
}

const answers = (): Promise<void> => Promise.resolve()
const refuses = (): Promise<never> => Promise.reject(new Error('nobody'))
const hangs = (): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error('too late')), 6_000))

describe('a socket at whose other end', () => {
  test('the lab answers is kept', async () => {
    const watched = watch(refuses, (hear) => setTimeout(hear, 100))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(watched.sent.length).toBeGreaterThan(10)
    expect(watched.sent[0]).toBe('{"type":"ping"}')
    expect(watched.lost()).toBe(false)
    watched.stop()
  })

  test.each([
    ['refuses', refuses],
    ['does not answer', hangs]
  ])('a server %s is lost in time for the reason to be asked for within 30 s', async (_how, check) => {
    const watched = watch(check)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(watched.lost()).toBe(true)
    watched.stop()
  })

  test('a long answer is on its way is kept for a while', async () => {
    const watched = watch(answers)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(watched.lost()).toBe(false)
    watched.hear()
    await vi.advanceTimersByTimeAsync(100_000)
    expect(watched.lost()).toBe(false)
    await vi.advanceTimersByTimeAsync(100_000)
    expect(watched.lost()).toBe(true)
    watched.stop()
  })
})
