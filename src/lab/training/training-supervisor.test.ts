import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { confusionCells } from '../../core/run/evaluation'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { pixelsOf } from '../../core/model/pixel-range'
import { lessonConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { cifar10Manifest } from '../dataset/files/manifest'
import type { LabNotice } from '../contract/host'
import { RunStore } from '../runs/run-store'
import { EvaluationSupervisor } from './evaluation-supervisor'
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

/** A stand-in for the training process: `body` sees `job`, `send(message)`, `emit(event)`, `onControl(kind, act)`. */
async function fakeTrainer(body: string): Promise<string> {
  const file = join(folder, 'trainer.cjs')
  await writeFile(
    file,
    `const send = (message) => process.send(message)
const emit = (event) => send({ type: 'events', events: [{ at: 1, step: 0, ...event }] })
const end = (kind) => process.send(
  { type: 'events', events: [{ type: 'ended', at: 1, step: 9, outcome: { kind } }] }, () => process.exit(0))
const acts = {}
const onControl = (kind, act) => { acts[kind] = act }
process.on('message', (message) => {
  if (message.type === 'control') acts[message.control.kind]?.(message.control)
  else if (message.type === 'job') run(message.job)
  else if (message.type === 'dataset') require('node:fs').writeFileSync(message.dataset.folder + '/announced', String(process.pid))
})
process.on('disconnect', () => process.exit(0))
function run(job) { ${body} }`
  )
  return file
}

async function start(body: string): Promise<string> {
  supervisor = new TrainingSupervisor(await fakeTrainer(body), store)
  return supervisor.start(place(), prepare)
}

const place = (): DatasetPlace => ({ folder, manifest: cifar10Manifest })

const prepare = async (): Promise<Awaited<ReturnType<Parameters<TrainingSupervisor['start']>[1]>>> => {
  const runId = await store.create({ ...lessonConfig, keepCheckpoints: 'latest' })
  return {
    runId,
    job: {
      kind: 'train',
      runFolder: store.folder(runId),
      claim: store.token(runId),
      config: lessonConfig,
      dataset: place(),
      version: '1'
    }
  }
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
    supervisor = new TrainingSupervisor(await fakeTrainer(`onControl('stop', () => end('stopped'))`), store)
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
    supervisor = new TrainingSupervisor(await fakeTrainer(''), store)
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
      await fakeTrainer(`
        onControl('stop', () => {
          let told = 0
          const timer = setInterval(() => {
            send({ type: 'saving' })
            if (++told < 12) return
            clearInterval(timer)
            emit({ type: 'checkpoint', step: 9, epoch: 1 })
            end('stopped')
          }, 500)
        })`),
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
    supervisor = new TrainingSupervisor(await fakeTrainer(''), store, undefined, 50)
    const runId = await supervisor.start(place(), prepare)
    await supervisor.stop(runId)
    const { events } = await store.read(runId)
    expect(events).toMatchObject([{ outcome: { kind: 'interrupted' } }])
    expect(JSON.stringify(events)).toContain('gave no sign of life')
  })

  test('ends a training at once for a user who insists', async () => {
    const runId = await start('')
    const patient = supervisor?.stop(runId)
    await supervisor?.stop(runId, true)
    await patient
    expect(JSON.stringify((await store.read(runId)).events)).toContain('before it had saved, as you asked')
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
    supervisor = new TrainingSupervisor(await fakeTrainer(''), store)
    await supervisor.close()
    await expect(supervisor.start(place(), prepare)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('an evaluation', () => {
  const job = {
    kind: 'evaluate' as const,
    runFolder: '/nowhere',
    step: 5,
    dataset: { folder: '', manifest: cifar10Manifest },
    pixels: pixelsOf({}),
    keep: true
  }
  const result = {
    split: 'test' as const,
    classes: ['a'],
    cells: confusionCells([[3]]),
    loss: 1,
    durationMs: 2
  }

  test('tells its progress and gives its result', async () => {
    const evaluations = new EvaluationSupervisor(
      await fakeTrainer(`
        send({ type: 'progress', done: 1, total: 3 })
        send({ type: 'progress', done: 3, total: 3 })
        process.send({ type: 'evaluated', step: job.step, evaluation: ${JSON.stringify(result)} }, () => process.exit(0))`)
    )
    const told: number[] = []
    expect(await evaluations.run('run-1', job, (done) => told.push(done))).toEqual({ evaluation: result })
    expect(told).toEqual([1, 3])
  })

  test('is cancelled, and runs once at a time for a run', async () => {
    const evaluations = new EvaluationSupervisor(
      await fakeTrainer(`
        send({ type: 'progress', done: 1, total: 3 })
        const error = { code: 'cancelled', message: 'Cancelled.', hint: '' }
        onControl('stop', () => process.send({ type: 'failed', error }, () => process.exit(1)))`)
    )
    let cancelled: Promise<unknown> = Promise.resolve()
    await new Promise<void>((resolve) => {
      cancelled = evaluations.run('run-1', job, () => resolve()).catch((thrown: unknown) => thrown)
    })
    await expect(evaluations.run('run-1', job, () => undefined)).rejects.toMatchObject({ code: 'busy' })
    expect(() => evaluations.refuse('run-1')).toThrow('being evaluated')
    await evaluations.cancel('run-1')
    expect(await cancelled).toMatchObject({ code: 'cancelled' })
    evaluations.refuse('run-1')
  })

  test('that crashes fails with the cause', async () => {
    const evaluations = new EvaluationSupervisor(await fakeTrainer(`process.abort()`))
    await expect(evaluations.run('run-1', job, () => undefined)).rejects.toMatchObject({
      code: 'trainer-crashed'
    })
  })
})

describe('a run that goes on', () => {
  /** A run that was stopped, about to go on. */
  async function goOn(body: string): Promise<{ runId: string; going: Promise<string> }> {
    const { runId, job } = await prepare()
    await store.append(runId, [{ type: 'ended', at: 1, step: 5, outcome: { kind: 'stopped' } }])
    await store.release(runId)
    supervisor = new TrainingSupervisor(await fakeTrainer(body), store)
    const going = supervisor.start(place(), async () => {
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
    ['that is stopped', `${resumed}; end('stopped')`, 'stopped before it went on']
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
