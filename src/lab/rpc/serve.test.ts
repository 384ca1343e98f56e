import { afterEach, describe, expect, test, vi } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import type { RunEvent } from '../../core/run/run-event'
import { connect, type LabClient } from '../contract/connect'
import type { Lab } from '../contract/contract'
import { labOf } from '../contract/lab-of'
import type { Port } from '../contract/port'
import type { LabNotice, LabService } from '../contract/host'
import { serve } from './serve'

/** Two ends of a line; what is sent passes through JSON, as over a socket, and arrives later. */
function line(): { readonly near: Port; readonly far: Port; readonly cut: () => void } {
  const ends = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const
  const closeListeners = new Set<() => void>()
  const port = (mine: 0 | 1): Port => ({
    send: (message) => {
      const text = JSON.stringify(message)
      queueMicrotask(() => {
        for (const listener of ends[mine === 0 ? 1 : 0]) listener(JSON.parse(text))
      })
    },
    onMessage: (listener) => void ends[mine].add(listener),
    onClose: (listener) => void closeListeners.add(listener)
  })
  return {
    near: port(0),
    far: port(1),
    cut: () => {
      for (const listener of closeListeners) listener()
    }
  }
}

const unused = (): Promise<never> => Promise.reject(new Error('not asked for in this test'))
const noLab = labOf(() => unused)

interface Served {
  readonly client: LabClient
  readonly port: Port
  readonly replies: unknown[]
  readonly notify: (notice: LabNotice) => void
  readonly listeners: ReadonlySet<unknown>
  readonly cut: () => void
}

function serveLab(lab: Partial<Lab>): Served {
  const listeners = new Set<(notice: LabNotice) => void>()
  const service: LabService = {
    lab: { ...noLab, ...lab },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    activeRuns: () => [],
    openExport: unused,
    close: () => Promise.resolve()
  }
  const { near, far, cut } = line()
  serve(service, far)
  const replies: unknown[] = []
  near.onMessage((message) => replies.push(message))
  const notify = (notice: LabNotice): void => {
    for (const listener of listeners) listener(notice)
  }
  return { client: connect(near), port: near, replies, notify, listeners, cut }
}

const log = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 2 })

afterEach(() => vi.useRealTimers())

describe('a call', () => {
  test('carries its input to the lab, defaults filled in, and the output back', async () => {
    const asked: unknown[] = []
    const { client } = serveLab({
      renameRun: (input) => {
        asked.push(input)
        return Promise.resolve({})
      }
    })
    expect(await client.lab.renameRun({ runId: 'run-1', name: '  Best  ' })).toEqual({})
    expect(asked).toEqual([{ runId: 'run-1', name: 'Best' }])
  })

  test('with an input out of range fails with the field, and never reaches the lab', async () => {
    const { client } = serveLab({})
    const call = client.lab.renameRun({ runId: '../etc', name: 'x' })
    await expect(call).rejects.toThrow('runId must be the name of a run')
    await expect(call).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('brings an error of the lab back whole, and anything else as a defect', async () => {
    const { client } = serveLab({
      stopRun: () => Promise.reject(new LabError('busy', 'It is busy.', 'Wait.', new Error('beneath'))),
      pauseRun: () => Promise.reject(new RangeError('surprise'))
    })
    const busy: unknown = await client.lab.stopRun({ runId: 'run-1' }).catch((error: unknown) => error)
    expect(busy).toBeInstanceOf(LabError)
    expect(busy).toMatchObject({ code: 'busy', message: 'It is busy.', hint: 'Wait.' })
    await expect(client.lab.pauseRun({ runId: 'run-1' })).rejects.toMatchObject({ code: 'internal' })
  })

  test('of a method that does not exist is answered as such', async () => {
    const { port, replies } = serveLab({})
    for (const method of ['formatDisk', 'constructor', '__proto__']) port.send({ id: 1, method, input: {} })
    await vi.waitFor(() => expect(replies).toHaveLength(3), { timeout: 120_000 })
    for (const reply of replies) expect(reply).toMatchObject({ type: 'error', error: { code: 'not-found' } })
  })

  test('that is no request at all is passed over, and the next one answered', async () => {
    const { client, port } = serveLab({ listRuns: () => Promise.resolve({ runs: [] }) })
    for (const rubbish of [null, 'x', { id: 'one' }, [1]]) port.send(rubbish)
    expect(await client.lab.listRuns({})).toEqual({ runs: [] })
  })

  test('fails when the answer is not what the contract says', async () => {
    const { near, far } = line()
    far.onMessage(() => far.send({ type: 'result', id: 0, output: { runs: 'many' } }))
    await expect(connect(near).lab.listRuns({})).rejects.toMatchObject({ code: 'internal' })
  })

  test('fails when the line is cut, open or made afterwards', async () => {
    const { client, cut, listeners } = serveLab({ listRuns: () => new Promise(() => undefined) })
    let closed = 0
    client.onClose(() => closed++)
    const open = client.lab.listRuns({})
    cut()
    await expect(open).rejects.toMatchObject({ code: 'offline' })
    await expect(client.lab.listRuns({})).rejects.toMatchObject({ code: 'offline' })
    expect(closed).toBe(1)
    expect(listeners.size).toBe(0)
  })
})

describe('events', () => {
  test('reach those who subscribed, until they unsubscribe', async () => {
    const { client, notify } = serveLab({ listRuns: () => Promise.resolve({ runs: [] }) })
    const told: unknown[] = []
    const unsubscribe = client.subscribe('evaluation', (data) => told.push(data))
    const data = { runId: 'run-1', done: 1, total: 2 }
    notify({ event: 'evaluation', data })
    await client.lab.listRuns({})
    unsubscribe()
    notify({ event: 'evaluation', data })
    await client.lab.listRuns({})
    expect(told).toEqual([data])
  })

  test('of a run that come close together arrive as one, without a gap', async () => {
    vi.useFakeTimers()
    const { client, notify } = serveLab({})
    const told: unknown[] = []
    client.subscribe('run', (data) => told.push(data))
    for (let first = 0; first < 100; first++) {
      notify({ event: 'run', data: { runId: 'run-1', first, events: [log(first + 1)] } })
    }
    notify({ event: 'run', data: { runId: 'run-2', first: 7, events: [log(8)] } })
    await vi.advanceTimersByTimeAsync(100)
    expect(told).toEqual([
      { runId: 'run-1', first: 0, events: Array.from({ length: 100 }, (_, i) => log(i + 1)) },
      { runId: 'run-2', first: 7, events: [log(8)] }
    ])
  })

  test('that wait when the line is cut are dropped', async () => {
    vi.useFakeTimers()
    const { notify, replies, cut } = serveLab({})
    notify({ event: 'run', data: { runId: 'run-1', first: 0, events: [log(1)] } })
    cut()
    await vi.advanceTimersByTimeAsync(100)
    expect(replies).toEqual([])
  })
})
