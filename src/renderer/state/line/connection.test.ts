import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { Port } from '../../../lab/contract/port'
import { Connection } from './connection.svelte'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function port(): { readonly port: Port; close(): void } {
  const listeners: (() => void)[] = []
  return {
    port: {
      send: () => undefined,
      onMessage: () => undefined,
      onClose: (listener) => listeners.push(listener)
    },
    close: () => listeners.forEach((listener) => listener())
  }
}

test('a line that breaks is opened again, and what is shown is asked for again', async () => {
  const lines: ReturnType<typeof port>[] = []
  let opened = 0
  const connection = new Connection(
    () => {
      const line = port()
      lines.push(line)
      return Promise.resolve(line.port)
    },
    () => opened++
  )
  expect(connection.status).toBe('connecting')
  connection.start()
  await vi.runAllTimersAsync()
  expect(connection.status).toBe('open')
  lines[0]?.close()
  expect(connection.status).toBe('lost')
  await vi.runAllTimersAsync()
  expect(connection.status).toBe('open')
  expect(opened).toBe(2)
})

test('it goes on trying until somebody answers', async () => {
  let tries = 0
  const connection = new Connection(
    () => (++tries < 5 ? Promise.reject(new Error('refused')) : Promise.resolve(port().port)),
    () => undefined
  )
  connection.start()
  await vi.advanceTimersByTimeAsync(1000)
  expect(connection.status).toBe('lost')
  await vi.runAllTimersAsync()
  expect(connection.status).toBe('open')
  expect(tries).toBe(5)
})

test('it says why there is no line, until there is one', async () => {
  let tries = 0
  const stopped = new LabError('offline', 'The server does not answer.', 'Start it again.')
  const connection = new Connection(
    () => (++tries < 3 ? Promise.reject(stopped) : Promise.resolve(port().port)),
    () => undefined
  )
  connection.start()
  await vi.advanceTimersByTimeAsync(300)
  expect(connection.trouble).toBe(stopped)
  await vi.runAllTimersAsync()
  expect(connection.trouble).toBeUndefined()
})
