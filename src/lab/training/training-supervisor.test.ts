import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import type { RunEvent } from '../../core/run/run-event'
import type { LabNotice } from '../contract/host'
import { RunStore } from '../runs/run-store'
import { fakeTrainer, placeIn, prepareRun } from './fake-trainer'
import type { DatasetPlace } from './trainer-protocol'
import { TrainingSupervisor } from './training-supervisor'

let folder = ''
let store: RunStore
let supervisor: TrainingSupervisor | undefined
let listeners: Set<(event: RunEvent) => void>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-supervisor-'))
  listeners = new Set()
  store = new RunStore(folder, (notice: LabNotice) => {
    if (notice.event !== 'run') return
    for (const event of notice.data.events) for (const listener of listeners) listener(event)
  })
})
afterEach(async () => {
  await supervisor?.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const place = (): DatasetPlace => placeIn(folder)
const prepare = (): ReturnType<typeof prepareRun> => prepareRun(store, place())

async function start(body: string): Promise<string> {
  supervisor = new TrainingSupervisor(await fakeTrainer(folder, body), store)
  return supervisor.start(place(), prepare)
}

function nextEvent(type: RunEvent['type']): Promise<RunEvent> {
  return new Promise((resolve) => {
    const listener = (event: RunEvent): void => {
      if (event.type !== type) return
      listeners.delete(listener)
      resolve(event)
    }
    listeners.add(listener)
  })
}

describe('a training process', () => {
  test('gets its job, and what it tells is written to the run in order', async () => {
    const ended = nextEvent('ended')
    const runId = await start(`
      for (let step = 1; step <= 100; step++)
        emit({ type: 'log', step, epoch: job.config.epochs, batch: step, loss: 1 })
      end('finished')`)
    await ended
    await supervisor?.settled(runId)
    const { events, summary } = await store.read(runId)
    expect(events.map((event) => 'step' in event && event.step)).toEqual([
      ...Array.from({ length: 100 }, (_, i) => i + 1),
      9
    ])
    expect(events[0]).toMatchObject({ epoch: 2 })
    expect(summary.status).toEqual({ kind: 'finished' })
    expect(supervisor?.activeRun).toBeUndefined()
  })

  test('gets requests in the order in which they were made', async () => {
    const ended = nextEvent('ended')
    const runId = await start(`
      let step = 0
      onControl('pause', () => emit({ type: 'paused', step: ++step }))
      onControl('setLearningRate', ({ learningRate }) =>
        emit({ type: 'learningRateChanged', step: ++step, learningRate }))
      onControl('resume', () => end('finished'))`)
    supervisor?.pause(runId)
    supervisor?.setLearningRate(runId, 0.5)
    supervisor?.resume(runId)
    await ended
    const { events } = await store.read(runId)
    expect(events).toMatchObject([
      { type: 'paused', step: 1 },
      { type: 'learningRateChanged', step: 2, learningRate: 0.5 },
      { type: 'ended' }
    ])
  })

  test('that exits without a word leaves an interrupted run, with the cause', async () => {
    const ended = nextEvent('ended')
    await start(`process.stderr.write('FATAL ERROR: JavaScript heap out of memory', () => process.exit(134))`)
    expect(await ended).toMatchObject({
      outcome: {
        kind: 'interrupted',
        error: {
          code: 'trainer-crashed',
          message: 'The training process ended with code 134 because memory ran out.',
          cause: 'FATAL ERROR: JavaScript heap out of memory'
        }
      }
    })
  })

  test('that is killed leaves an interrupted run', async () => {
    const ended = nextEvent('ended')
    await start(`process.kill(process.pid, 'SIGKILL')`)
    expect(await ended).toMatchObject({
      outcome: { kind: 'interrupted', error: { message: 'The training process was ended by SIGKILL.' } }
    })
  })

  test('that reports an error leaves a failed run with that error', async () => {
    const ended = nextEvent('ended')
    await start(`
      const error = { code: 'engine-unavailable', message: 'No SIMD.', hint: 'Update.' }
      process.send({ type: 'failed', error }, () => process.exit(1))`)
    expect(await ended).toMatchObject({
      outcome: { kind: 'failed', error: { code: 'engine-unavailable', message: 'No SIMD.' } }
    })
  })

  test('that talks nonsense is ended, and the run fails', async () => {
    const ended = nextEvent('ended')
    await start(`send({ type: 'events', events: [{ type: 'log', step: 'many' }] })`)
    expect(await ended).toMatchObject({ outcome: { kind: 'failed', error: { code: 'internal' } } })
  })

  test('that cannot be started leaves a failed or interrupted run, and the lab goes on', async () => {
    supervisor = new TrainingSupervisor(join(folder, 'missing.cjs'), store)
    const ended = nextEvent('ended')
    await supervisor.start(place(), prepare)
    expect(await ended).toMatchObject({ outcome: { kind: 'interrupted' } })
  })
})

describe('the supervisor', () => {
  test('trains one run at a time, even when two are asked for at once', async () => {
    supervisor = new TrainingSupervisor(
      await fakeTrainer(folder, `onControl('stop', () => end('stopped'))`),
      store
    )
    const first = supervisor.start(place(), prepare)
    await expect(supervisor.start(place(), prepare)).rejects.toMatchObject({ code: 'busy' })
    const runId = await first
    await expect(supervisor.start(place(), prepare)).rejects.toThrow(`${runId} is in training`)
    expect(await store.list()).toHaveLength(1)
  })

  test('starts the next run as soon as the end of the one before was told', async () => {
    const ended = nextEvent('ended')
    const first = await start(`end('finished')`)
    await ended
    const next = nextEvent('ended')
    const second = await supervisor?.start(place(), prepare)
    await next
    expect([first, second]).toEqual(['run-1', 'run-2'])
  })

  test('has the process load the data set while the run is prepared, and ends it when that fails', async () => {
    supervisor = new TrainingSupervisor(await fakeTrainer(folder, ''), store)
    const announced = join(folder, 'announced')
    const refused = new LabError('engine-unavailable', 'No such engine.', 'Take another.')
    let pid = 0
    const start = supervisor.start(place(), async () => {
      await vi.waitUntil(() => existsSync(announced) && readFileSync(announced, 'utf8') !== '', {
        timeout: 120_000
      })
      pid = Number(readFileSync(announced, 'utf8'))
      throw refused
    })
    await expect(start).rejects.toBe(refused)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(await store.list()).toEqual([])
  })

  test('resolves a stop when the run is on disk and free', async () => {
    const runId = await start(`onControl('stop', () => end('stopped'))`)
    await supervisor?.stop(runId)
    expect((await store.read(runId)).summary.status).toEqual({ kind: 'stopped' })
    await store.delete(runId)
    await expect(supervisor?.stop(runId)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('waits for a training that is slow to save, however long, and loses nothing', async () => {
    // Silent for longer than a hung one may be, but for its signs of life.
    supervisor = new TrainingSupervisor(
      await fakeTrainer(
        folder,
        `
        onControl('stop', () => {
          let told = 0
          const timer = setInterval(() => {
            send({ type: 'saving' })
            if (++told < 12) return
            clearInterval(timer)
            emit({ type: 'checkpoint', step: 9, epoch: 1 })
            end('stopped')
          }, 500)
        })`
      ),
      store,
      undefined,
      4000
    )
    const runId = await supervisor.start(place(), prepare)
    await supervisor.stop(runId)
    const { events } = await store.read(runId)
    expect(events).toMatchObject([
      { type: 'checkpoint', step: 9 },
      { type: 'ended', outcome: { kind: 'stopped' } }
    ])
  })

  test('ends a training that gives no sign of life after a stop, and says so', async () => {
    supervisor = new TrainingSupervisor(await fakeTrainer(folder, ''), store, undefined, 50)
    const runId = await supervisor.start(place(), prepare)
    await supervisor.stop(runId)
    const { events } = await store.read(runId)
    expect(events).toMatchObject([{ outcome: { kind: 'interrupted' } }])
    expect(JSON.stringify(events)).toContain('did not react when it was asked to stop')
  })

  test('ends a training at once for a user who insists', async () => {
    const runId = await start('')
    const patient = supervisor?.stop(runId)
    await supervisor?.stop(runId, true)
    await patient
    expect(JSON.stringify((await store.read(runId)).events)).toContain(
      'ended at your request, before it had saved'
    )
  })

  test('thins checkpoints once newer ones are there, and tells the run', async () => {
    const runId = await start(`
      const { mkdirSync } = require('node:fs')
      const at = (step) => job.runFolder + '/checkpoints/' + step
      emit({ type: 'started', config: job.config,
        device: { engine: 'wasm', label: '', description: '', threads: 1 },
        dataset: { name: '', hash: '', classes: [] }, trainImages: 10, validationImages: 0, stepsPerEpoch: 10,
        totalSteps: 10, parameters: 1, versions: {} })
      for (let step = 1; step <= 8; step++) {
        mkdirSync(at(step), { recursive: true })
        emit({ type: 'checkpoint', step, epoch: 1, bytes: 5 })
      }
      onControl('stop', () => end('stopped'))`)
    const disk = (): string[] => readdirSync(join(store.folder(runId), 'checkpoints')).sort()
    await vi.waitFor(() => expect(disk()).toEqual(['6', '7', '8']), { timeout: 120_000 })
    await supervisor?.stop(runId)
    const { state, summary } = await store.read(runId)
    expect([...state.checkpoints]).toEqual([6, 7, 8])
    expect(summary.checkpointBytes).toBe(15)
  })

  test('starts nothing any more once it was closed', async () => {
    supervisor = new TrainingSupervisor(await fakeTrainer(folder, ''), store)
    await supervisor.close()
    await expect(supervisor.start(place(), prepare)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
