// Over 300 lines: one loop, and the stand-ins for engine, loader and disk that all of its tests share.
import { describe, expect, test } from 'vitest'
import type { BatchSlot, Program } from '../engine/engine'
import { LabError } from '../base/lab-error'
import { inlineLoader, type Loader } from './loader'
import { rateFactor } from '../schedules/rate-factor'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import type { RunEvent } from '../run/run-event'
import { train } from './train'
import { startPosition, type TrainingRequest, type TrainingSnapshot, type TrainJob } from './train-job'
import type { TrainingState } from '../model/weights'

/** A program whose one weight counts its steps and whose loss at a step is the number of images in it. */
class CountingProgram implements Program {
  readonly device = { engine: 'reference', label: 'count', description: 'counts', threads: 1 } as const
  readonly batches: number[][] = []
  /** Of each step. */
  readonly rates: number[] = []
  #steps = 0

  constructor(readonly lossAt: (step: number, images: number) => number = (_, images) => images) {}

  createSlot(capacity: number): BatchSlot {
    return {
      images: new Uint8Array(capacity * 3),
      labels: new Uint16Array(capacity),
      indices: new Uint32Array(capacity)
    }
  }

  train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    for (let at = first; at < first + count; at += batchSize) {
      const rows = slot.indices.subarray(at, Math.min(at + batchSize, first + count))
      this.batches.push([...rows])
      this.#steps += 1
      this.rates.push(rates[(at - first) / batchSize] ?? NaN)
      losses[(at - first) / batchSize] = this.lossAt(this.#steps, rows.length)
    }
    return Promise.resolve()
  }

  predict = (): Promise<void> => Promise.reject(new Error('not asked for here'))
  readWeights = (): Promise<TrainingState['weights']> =>
    Promise.resolve([{ name: 'steps', shape: [1], values: Float32Array.of(this.#steps) }])
  readState = async (): Promise<TrainingState> => ({
    weights: await this.readWeights(),
    optimizerState: [],
    step: this.#steps,
    optimizerSteps: this.#steps
  })
  writeState = (state: TrainingState): Promise<void> => {
    this.#steps = state.step
    return Promise.resolve()
  }
  dispose = (): Promise<void> => Promise.resolve()
}

function setUp(
  change: Partial<RunConfig>,
  images: number,
  program = new CountingProgram(),
  ask?: TrainJob['nextRequest']
) {
  const config: RunConfig = { ...lessonConfig, workers: 0, ...change }
  const set = {
    images: new Uint8Array(images * 3),
    labels: new Uint16Array(images),
    count: images,
    shape: [1, 1, 3] as const
  }
  const events: RunEvent[] = []
  const saved: TrainingSnapshot[] = []
  let time = 0
  const job: TrainJob = {
    config,
    program,
    loader: inlineLoader({ set, augmentation: undefined }),
    rows: Uint32Array.from({ length: images }, (_, i) => i),
    position: startPosition(config.optimizer.learningRate),
    clock: () => (time += 10),
    now: () => 0,
    emit: (event) => events.push(event),
    nextRequest: ask ?? (() => Promise.resolve({ kind: 'continue' })),
    examine: (slot, first, count) =>
      Promise.resolve({ predicted: [...slot.labels.subarray(first, first + count)], gradients: [] }),
    saveCheckpoint: (snapshot) => {
      saved.push(snapshot)
      return Promise.resolve(0)
    }
  }
  return { job, events, saved, program }
}

const logLines = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'log' ? [[event.epoch, event.batch, event.loss]] : []))

const containing = (text: string): unknown => expect.stringContaining(text)

describe('train', () => {
  test('visits every image once an epoch, the last batch short', async () => {
    const { job, program, events } = setUp({ epochs: 2, batchSize: 4 }, 1802)
    expect(await train(job)).toEqual({ kind: 'finished' })
    expect(program.batches.map((batch) => batch.length)).toEqual([
      ...new Array<number>(450).fill(4),
      2,
      ...new Array<number>(450).fill(4),
      2
    ])
    const firstEpoch = program.batches.slice(0, 451).flat()
    expect([...firstEpoch].sort((a, b) => a - b)).toEqual(Array.from({ length: 1802 }, (_, i) => i))
    expect(program.batches.slice(451).flat()).not.toEqual(firstEpoch)
    expect(events.filter(({ type }) => type === 'checkpoint')).toHaveLength(2)
  })

  test('logs every interval of an epoch and starts a new sum with the next', async () => {
    const { job, events } = setUp({ epochs: 2, batchSize: 1, logEvery: 20 }, 50)
    await train(job)
    expect(logLines(events)).toEqual([
      [1, 20, 1],
      [1, 40, 1],
      [2, 20, 1],
      [2, 40, 1]
    ])
  })

  test('the points of the curve average all losses, each step once', async () => {
    const program = new CountingProgram((step) => step)
    const { job, events } = setUp({ epochs: 1, batchSize: 1 }, 3000, program)
    await train(job)
    const points = events.flatMap((event) => (event.type === 'progress' ? [event] : []))
    expect(points).toHaveLength(1000)
    expect(points[0]).toMatchObject({ step: 3, loss: 2 })
    expect(points.at(-1)).toMatchObject({ step: 3000, loss: 2999 })
  })

  test('goes on from a checkpoint as if it had never stopped', async () => {
    const settings = { epochs: 2, batchSize: 3, logEvery: 7 }
    const whole = setUp(settings, 100)
    await train(whole.job)

    let left = 41
    const stopped = setUp(settings, 100, undefined, () =>
      Promise.resolve({ kind: left-- > 0 ? 'continue' : 'stop' })
    )
    expect(await train(stopped.job)).toEqual({ kind: 'stopped' })
    const last = stopped.saved.at(-1)
    expect(last?.position.step).toBe(stopped.program.batches.length)

    const resumed = setUp(settings, 100)
    if (last === undefined) throw new Error('no checkpoint')
    await resumed.program.writeState(last.state)
    await train({ ...resumed.job, position: last.position })
    expect([...stopped.program.batches, ...resumed.program.batches]).toEqual(whole.program.batches)
    expect([...logLines(stopped.events), ...logLines(resumed.events)]).toEqual(logLines(whole.events))
    expect(resumed.saved.at(-1)?.state).toEqual(whole.saved.at(-1)?.state)
  })

  test('pauses with a checkpoint and says when it goes on', async () => {
    const requests: TrainingRequest[] = [
      { kind: 'continue' },
      { kind: 'pause' },
      { kind: 'setLearningRate', learningRate: 0.5 }
    ]
    const { job, events, program } = setUp({ epochs: 1, batchSize: 2 }, 40, undefined, () =>
      Promise.resolve(requests.shift() ?? { kind: 'continue' })
    )
    await train(job)
    const kinds = events.map(({ type }) => type).filter((type) => type !== 'progress')
    expect(kinds).toEqual(['checkpoint', 'paused', 'learningRateChanged', 'resumed', 'checkpoint'])
    expect(program.rates).toEqual([0.001, ...Array.from({ length: 19 }, () => 0.5)])
  })

  test('gives each step its rate by the schedule, also after a stop and with a rate that somebody changed', async () => {
    const settings: Partial<RunConfig> = {
      epochs: 2,
      batchSize: 2,
      schedule: 'cosine',
      warmup: 0.25,
      checkpointEvery: 1000
    }
    const steps = 20
    const factor = rateFactor({ schedule: 'cosine', warmup: 0.25 }, steps)
    const expected = (from: number, to: number, base: number): number[] =>
      Array.from({ length: to - from }, (_, i) => base * factor(from + i))
    const whole = setUp(settings, 20)
    await train(whole.job)
    expect(whole.program.rates).toEqual(expected(0, steps, 0.001))

    const requests: TrainingRequest[] = [
      ...Array.from({ length: 3 }, () => ({ kind: 'continue' as const })),
      { kind: 'setLearningRate', learningRate: 0.5 },
      { kind: 'continue' },
      { kind: 'stop' }
    ]
    const stopped = setUp(settings, 20, undefined, () =>
      Promise.resolve(requests.shift() ?? { kind: 'continue' })
    )
    expect(await train(stopped.job)).toEqual({ kind: 'stopped' })
    const [change] = stopped.events.flatMap((event) =>
      event.type === 'learningRateChanged' ? [event.step] : []
    )
    if (change === undefined) throw new Error('no change')
    const last = stopped.saved.at(-1)
    if (last === undefined) throw new Error('no checkpoint')
    const resumed = setUp(settings, 20)
    await resumed.program.writeState(last.state)
    await train({ ...resumed.job, position: last.position })
    expect([...stopped.program.rates, ...resumed.program.rates]).toEqual([
      ...expected(0, change, 0.001),
      ...expected(change, steps, 0.5)
    ])
  })

  test('takes single steps during a pause, over the end of an epoch, and trains what it would have trained', async () => {
    const settings = { epochs: 2, batchSize: 4 }
    const whole = setUp(settings, 10)
    await train(whole.job)

    const requests: TrainingRequest[] = [
      { kind: 'pause' },
      ...new Array<TrainingRequest>(4).fill({ kind: 'step' })
    ]
    const single = setUp(settings, 10, undefined, () =>
      Promise.resolve(requests.shift() ?? { kind: 'continue' })
    )
    await train(single.job)
    expect(single.program.batches).toEqual(whole.program.batches)
    const told = single.events.flatMap((event) => (event.type === 'stepped' ? [event] : []))
    expect(told.map(({ step, epoch, batch }) => [step, epoch, batch])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 3],
      [4, 2, 1]
    ])
    expect(told.map(({ rows }) => rows)).toEqual(whole.program.batches.slice(0, 4))
    expect(told.map(({ loss }) => loss)).toEqual([4, 4, 2, 4])
    expect(single.events.filter(({ type }) => type === 'paused' || type === 'resumed')).toMatchObject([
      { type: 'paused', step: 0 },
      { type: 'resumed', step: 4 }
    ])
  })

  /** Validation losses by epoch, measured by nobody. */
  const validating = (job: TrainJob, losses: readonly number[]): TrainJob => {
    // From the end of an epoch, that epoch is validated again.
    let epoch = Math.max(0, job.position.step / 5 - 1)
    return {
      ...job,
      validate: () =>
        Promise.resolve({
          loss: losses[epoch++] ?? NaN,
          accuracy: 0,
          trainLoss: 0,
          trainAccuracy: 0,
          cells: []
        })
    }
  }

  test('ends early and selects the best epoch, also when it was stopped between', async () => {
    const settings = { epochs: 9, batchSize: 2, patience: 2 }
    const losses = [3, 1, 2, 1, 0.5, 0.5, 0.5, 0.5, 0.5]
    const whole = setUp(settings, 10)
    const best = { step: 10, epoch: 2, loss: 1 }
    expect(await train(validating(whole.job, losses))).toEqual({ kind: 'finished', selected: best })
    expect(whole.events.at(-1)).toEqual({ type: 'selected', at: 0, ...best })
    expect(whole.program.batches).toHaveLength(20)
    expect(whole.saved.at(-1)?.position.step).toBe(20)

    // The checkpoint at the end of an epoch is written before its validation.
    for (const saved of whole.saved) {
      const resumed = setUp(settings, 10)
      await resumed.program.writeState(saved.state)
      const job = validating({ ...resumed.job, position: saved.position }, losses)
      expect(await train(job)).toEqual({ kind: 'finished', selected: best })
      expect(resumed.program.batches).toEqual(whole.program.batches.slice(saved.position.step))
    }
  })

  test('selects nothing without patience', async () => {
    const { job, events, program } = setUp({ epochs: 4, batchSize: 2 }, 10)
    expect(await train(validating(job, [1, 2, 3, 4]))).toEqual({ kind: 'finished' })
    expect(program.batches).toHaveLength(20)
    expect(events.some(({ type }) => type === 'selected')).toBe(false)
  })

  test('averages the weights at every 10th step, whatever the length of a call, and goes on with the average', async () => {
    const settings = { epochs: 1, batchSize: 1, ema: 0.5, checkpointEvery: 7 }
    const { job, saved } = setUp(settings, 45)
    await train(job)
    // The one weight is the number of steps: 10, then (10 + 20) / 2, and so on.
    const valueOf = ({ average }: { average?: TrainingState['weights'] | undefined }) =>
      average?.[0]?.values[0]
    expect(saved.map(valueOf)).toEqual([undefined, 10, 15, 15, 22.5, 31.25, 31.25])
    for (const one of saved) {
      const resumed = setUp(settings, 45)
      await resumed.program.writeState(one.state)
      await train({ ...resumed.job, position: one.position, average: one.average })
      const last = resumed.saved.at(-1) ?? one
      expect(valueOf(last)).toBe(31.25)
    }
  })

  test('tells what it spends its time on', async () => {
    const { job } = setUp({ epochs: 1, batchSize: 4 }, 40)
    const told: [string, number, number][] = []
    await train({ ...job, onActivity: (...activity) => told.push(activity) })
    expect(new Set(told.map(([activity]) => activity))).toEqual(new Set(['wait', 'compute']))
    told.forEach(([, begin, end], i) => {
      expect(end).toBeGreaterThan(begin)
      expect(begin).toBeGreaterThanOrEqual(told[i - 1]?.[2] ?? 0)
    })
  })

  test('counts what it takes to gather images in its own thread as waiting', async () => {
    const { job, events } = setUp({ epochs: 1, batchSize: 4 }, 40)
    let time = 0
    const loader: Loader = {
      ...job.loader,
      fill: (slot, rows, epoch) => {
        time += 500
        return job.loader.fill(slot, rows, epoch)
      }
    }
    await train({ ...job, loader, clock: () => time })
    expect(events.filter(({ type }) => type === 'progress').at(-1)).toMatchObject({
      trainMs: 500,
      waitMs: 500
    })
  })

  test('tells the phases of a step as often as the engine has timed another', async () => {
    const program = new CountingProgram()
    const { job, events } = setUp({ epochs: 1, batchSize: 4 }, 40, program)
    const phases = { samples: 2, forward: 1, backward: 2, update: 3 }
    await train({ ...job, program: Object.assign(program, { phases }) })
    const told = events.flatMap((event) => (event.type === 'progress' ? [event.phases] : []))
    expect(told).toHaveLength(10)
    expect(told.filter((one) => one !== undefined)).toEqual([phases])
  })

  test('writes checkpoints at the very steps asked for', async () => {
    const { job, saved } = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 30 }, 100)
    await train(job)
    expect(saved.map(({ position }) => position.step)).toEqual([30, 60, 90, 100])
  })

  test('goes on while a checkpoint is being written, up to the next one', async () => {
    const { job, program, events } = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 30 }, 100)
    const trained: number[] = []
    const slow: TrainJob = {
      ...job,
      saveCheckpoint: async () => {
        for (let turn = 0; turn < 60; turn++) await Promise.resolve()
        trained.push(program.batches.length)
        return 1000
      }
    }
    expect(await train(slow)).toEqual({ kind: 'finished' })
    expect(trained).toHaveLength(4)
    expect(trained[0]).toBeGreaterThan(30)
    expect(trained[0]).toBeLessThanOrEqual(60)
    const steps = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []))
    expect(steps).toEqual([30, 60, 90, 100])
    expect(events).toContainEqual({ type: 'checkpoint', at: 0, step: 30, epoch: 1, bytes: 1000 })
  })

  test('ends when a checkpoint cannot be written, and waits for one that can', async () => {
    const refused = new LabError('storage', 'The disk is full.', 'Make room.')
    const { job, program } = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 10 }, 100)
    const refusing = { ...job, saveCheckpoint: () => Promise.reject(refused) }
    await expect(train(refusing)).rejects.toBe(refused)
    expect(program.batches.length).toBeLessThan(100)

    const diverging = setUp(
      { epochs: 1, batchSize: 1, checkpointEvery: 10 },
      100,
      new CountingProgram((step) => (step < 12 ? 1 : NaN))
    )
    let written = false
    const slow: TrainJob = {
      ...diverging.job,
      saveCheckpoint: async () => {
        for (let turn = 0; turn < 200; turn++) await Promise.resolve()
        written = true
        return 0
      }
    }
    await expect(train(slow)).rejects.toMatchObject({ code: 'diverged' })
    expect(written).toBe(true)
  })

  test('stops when the loss is no longer a number, at one step in every place', async () => {
    const program = new CountingProgram((step) => (step < 17 ? 1 : NaN))
    const { job, saved, events } = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 10 }, 5000, program)
    let ended = 0
    await expect(train({ ...job, onEnded: (step) => (ended = step) })).rejects.toMatchObject({
      code: 'diverged',
      message: containing('step 17'),
      hint: containing('The last checkpoint before that, at step 10, is kept.')
    })
    expect(ended).toBe(17)
    expect(saved.map(({ position }) => position.step)).toEqual([10])
    // A point is due every five steps; the curve goes as far as there were losses.
    const points = events.flatMap((event) => (event.type === 'progress' ? [event.step] : []))
    expect(points).toEqual([5, 10, 15, 16])
  })

  test('speaks of a checkpoint only where there is one', async () => {
    const diverging = () => new CountingProgram((step) => (step < 17 ? 1 : Infinity))
    const none = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 1000 }, 100, diverging())
    const hint = containing('No checkpoint was saved before that.')
    await expect(train(none.job)).rejects.toMatchObject({ message: containing('infinite at step 17'), hint })

    const refused = setUp({ epochs: 1, batchSize: 1, checkpointEvery: 10 }, 100, diverging())
    const refusing = { ...refused.job, saveCheckpoint: () => Promise.reject(new Error('no')) }
    await expect(train(refusing)).rejects.not.toMatchObject({ hint: containing('is kept') })
  })

  test('a curve goes to the last step', async () => {
    const { job, events } = setUp({ epochs: 1, batchSize: 1 }, 1001)
    await train(job)
    const points = events.flatMap((event) => (event.type === 'progress' ? [event.step] : []))
    expect(points.slice(-2)).toEqual([1000, 1001])
  })

  test('counts all of its time but pauses and validation, and what it goes to', async () => {
    let time = 0
    const requests: TrainingRequest[] = [{ kind: 'continue' }, { kind: 'pause' }]
    let paused = false
    const program = new CountingProgram((_, images) => {
      time += 3
      return images
    })
    const { job, events } = setUp({ epochs: 1, batchSize: 4, checkpointEvery: 5 }, 40, program, () => {
      const request = requests.shift() ?? { kind: 'continue' }
      time += paused ? 10_000 : 2
      paused = request.kind === 'pause'
      return Promise.resolve(request)
    })
    await train({
      ...job,
      clock: () => time,
      validate: () => {
        time += 50_000
        return Promise.resolve({ loss: 1, accuracy: 0, trainLoss: 1, trainAccuracy: 0, cells: [] })
      }
    })
    const last = events.filter(({ type }) => type === 'progress').at(-1)
    expect(last).toMatchObject({ waitMs: 0, computeMs: 30 })
    expect(last !== undefined && 'trainMs' in last ? last.trainMs : 0).toBeLessThan(30 + 2 * 12)
    expect(events.filter(({ type }) => type === 'validated')).toMatchObject([{ durationMs: 50_000 }])
  })

  test('does not begin when the last batch would leave batch normalisation one value', async () => {
    const layers: LayerSpec[] = [
      { type: 'flatten', name: 'flat' },
      { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 }
    ]
    const { job, program } = setUp({ batchSize: 8, model: { inputShape: [1, 1, 3], layers } }, 17)
    await expect(train(job)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(program.batches).toHaveLength(0)
  })

  test('validates after each epoch', async () => {
    const { job, events } = setUp({ epochs: 3, batchSize: 8 }, 16)
    const result = { loss: 1, accuracy: 0.5, trainLoss: 0.9, trainAccuracy: 0.6, cells: [] }
    await train({ ...job, validate: () => Promise.resolve(result) })
    const told = events.filter(({ type }) => type === 'validated')
    expect(told).toMatchObject([2, 4, 6].map((step) => ({ step, ...result })))
  })

  test('validates again from the end of an epoch, whose validation may not have ended', async () => {
    const { job, events } = setUp({ epochs: 2, batchSize: 8 }, 16)
    const result = { loss: 1, accuracy: 0.5, trainLoss: 0.9, trainAccuracy: 0.6, cells: [] }
    const position = { ...job.position, step: 2 }
    await train({ ...job, position, validate: () => Promise.resolve(result) })
    const told = events.filter(({ type }) => type === 'validated')
    expect(told).toMatchObject([
      { step: 2, epoch: 1 },
      { step: 4, epoch: 2 }
    ])
  })

  /** Evaluates nothing, in 40 ms of nobody's clock. */
  const watching = (job: TrainJob, splits: readonly ('validation' | 'test')[]): TrainJob => ({
    ...job,
    watch: { splits, evaluate: () => Promise.resolve({ loss: 1, cells: [[0, 0, 2]] }) }
  })

  test('evaluates inside epochs and at their ends, and trains as if it did not', async () => {
    const settings = { epochs: 2, batchSize: 2, evaluateEvery: 3 }
    const { job, events, program } = setUp(settings, 16)
    const result = { loss: 1, accuracy: 0.5, trainLoss: 0.9, trainAccuracy: 0.6, cells: [] }
    await train({ ...watching(job, ['validation', 'test']), validate: () => Promise.resolve(result) })
    const told = events.flatMap((event) =>
      event.type === 'watched'
        ? [[event.step, event.epoch, event.split]]
        : event.type === 'validated'
          ? [[event.step, event.epoch, 'validated']]
          : []
    )
    expect(told).toEqual([
      [3, 1, 'validation'],
      [3, 1, 'test'],
      [6, 1, 'validation'],
      [6, 1, 'test'],
      [8, 1, 'validated'],
      [8, 1, 'test'],
      [9, 2, 'validation'],
      [9, 2, 'test'],
      [12, 2, 'validation'],
      [12, 2, 'test'],
      [15, 2, 'validation'],
      [15, 2, 'test'],
      [16, 2, 'validated'],
      [16, 2, 'test']
    ])
    const unwatched = setUp({ epochs: 2, batchSize: 2 }, 16)
    await train(unwatched.job)
    expect(program.batches).toEqual(unwatched.program.batches)
  })

  test('from a checkpoint inside an epoch, only what comes after it is evaluated', async () => {
    const settings = { epochs: 1, batchSize: 2, evaluateEvery: 2, checkpointEvery: 2 }
    const { job, events } = setUp(settings, 16)
    await train(watching({ ...job, position: { ...job.position, step: 4 } }, ['test']))
    expect(events.flatMap((event) => (event.type === 'watched' ? [event.step] : []))).toEqual([6, 8])
  })

  test('what is watched takes no time from the training', async () => {
    let time = 0
    const { job, events } = setUp({ epochs: 1, batchSize: 2, evaluateEvery: 1 }, 16)
    await train({
      ...job,
      clock: () => (time += 1),
      watch: {
        splits: ['test'],
        evaluate: () => {
          time += 5_000
          return Promise.resolve({ loss: 1, cells: [] })
        }
      }
    })
    expect(
      events.flatMap((event) => (event.type === 'watched' ? [event.durationMs > 5_000] : []))
    ).toHaveLength(8)
    const last = events.filter(({ type }) => type === 'progress').at(-1)
    expect(last !== undefined && 'trainMs' in last ? last.trainMs : NaN).toBeLessThan(500)
  })
})
