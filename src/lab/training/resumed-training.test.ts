import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RunStore } from '../runs/run-store'
import { fakeTrainer, placeIn, prepareRun } from './fake-trainer'
import { TrainingSupervisor } from './training-supervisor'

let folder = ''
let store: RunStore
let supervisor: TrainingSupervisor | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-supervisor-'))
  store = new RunStore(folder, () => undefined)
})
afterEach(async () => {
  await supervisor?.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a run that goes on', () => {
  /** A run that was stopped, about to go on. */
  async function goOn(body: string): Promise<{ runId: string; going: Promise<string> }> {
    const { runId, job } = await prepareRun(store, placeIn(folder))
    await store.append(runId, [{ type: 'ended', at: 1, step: 5, outcome: { kind: 'stopped' } }])
    await store.release(runId)
    supervisor = new TrainingSupervisor(await fakeTrainer(folder, body), store)
    const going = supervisor.start(placeIn(folder), async () => {
      await store.open(runId)
      return { runId, job, goesOn: true }
    })
    return { runId, going }
  }

  const resumed = `emit({ type: 'resumed', step: 5,
    device: { engine: 'wasm', label: 'WASM', description: '', threads: 1 } })`
  const fail = `send({ type: 'events', events: [{ type: 'ended', at: 1, step: 5, outcome: { kind: 'failed',
    error: { code: 'data-corrupt', message: 'The data set is damaged.', hint: 'h' } } }] })
    setTimeout(() => process.exit(0), 10)`

  test.each([
    ['that fails', fail, 'The data set is damaged.'],
    ['that fails after it was announced', `${resumed}; ${fail}`, 'The data set is damaged.'],
    [
      'that reports a failure',
      `send({ type: 'failed', error: { code: 'storage', message: 'The disk is full.', hint: 'h' } })
       setTimeout(() => process.exit(1), 10)`,
      'The disk is full.'
    ],
    [
      'whose process dies',
      `${resumed}; setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10)`,
      'SIGKILL'
    ],
    ['that is stopped', `${resumed}; end('stopped')`, 'stopped before it continued']
  ])('stays as it was after a start %s, and the caller is told why', async (_, body, message) => {
    const { runId, going } = await goOn(body)
    const before = await store.read(runId)
    await expect(going).rejects.toThrow(message)
    expect(supervisor?.activeRun).toBeUndefined()
    expect(await store.read(runId)).toEqual(before)
    expect(await store.list()).toMatchObject([{ status: { kind: 'stopped' } }])
    await store.open(runId)
  })

  test('tells what came before its first step together with it', async () => {
    const { runId, going } = await goOn(
      `${resumed}; emit({ type: 'log', step: 6, epoch: 1, batch: 6, loss: 1 }); end('finished')`
    )
    expect(await going).toBe(runId)
    await supervisor?.close()
    const { events } = await store.read(runId)
    expect(events.map(({ type }) => type)).toEqual(['ended', 'resumed', 'log', 'ended'])
  })

  test('counts as begun when there was nothing left to train', async () => {
    const { runId, going } = await goOn(`${resumed}; end('finished')`)
    expect(await going).toBe(runId)
    await supervisor?.close()
    expect((await store.read(runId)).summary.status).toEqual({ kind: 'finished' })
  })
})
