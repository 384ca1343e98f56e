import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { runRows } from '../../src/core/training/batch-order'
import type { Program } from '../../src/core/engine/engine'
import { gather } from '../../src/core/training/loader'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { RunEvent } from '../../src/core/run/run-event'
import { foldRun, newRun } from '../../src/core/run/run-state'
import { crossEntropy, softmax } from '../../src/core/maths/softmax'
import type { Dataset } from '../../src/core/data/image-set'
import { untrainedState } from '../../src/core/model/weights'
import { loadEngine } from '../../src/engine'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import type { LossSurfaceNotice, SurfaceDirections } from '../../src/lab/contract/loss-surface'
import type { Tensor } from '../../src/lab/contract/tensor'
import type { Timeline } from '../../src/lab/contract/timeline'
import { loadDataset } from '../../src/lab/dataset/files/load-dataset'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import type { LabService } from '../../src/lab/contract/host'
import { runPaths } from '../../src/lab/runs/run-folder'
import { sampleEvenly } from '../../src/trainer/jobs/sample-evenly'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer, type BuiltTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

/** 500 training images at batch 4: 125 steps an epoch. */
const config: RunConfig = { ...lessonConfig, workers: 1, checkpointEvery: 40, engine: 'wasm' }
const lastStep = 250

let root = ''
let dataFolder = ''
let trainer: BuiltTrainer
let dataset: Dataset
let service: LabService
/** Trained once, looked at by many. */
let trained = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-insight-'))
  dataFolder = join(root, 'data')
  trainer = await buildTrainer(join(root, 'out'))
  const small = await makeSmallCifar(root)
  await installSmallCifar(dataFolder, small)
  service = await openTestLab(dataFolder, trainer.trainerFile)
  trained = await trainToEnd()
  dataset = await loadDataset(datasetFolder(dataFolder, small.manifest), small.manifest)
  await service.close()
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  service = await openTestLab(dataFolder, trainer.trainerFile)
})
afterEach(() => service.close())

const checkpointFolder = (runId: string, step: number): string =>
  runPaths.checkpoint(join(dataFolder, 'runs', runId), step)

async function trainToEnd(changes: Partial<RunConfig> = {}): Promise<string> {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config: { ...config, ...changes } })
  await ended
  return runId
}

async function weightsHash(runId: string, step: number): Promise<string> {
  const bytes = await readFile(join(checkpointFolder(runId, step), 'weights.bin'))
  return createHash('sha256').update(bytes).digest('hex')
}

async function events(runId: string): Promise<RunEvent[]> {
  return (await service.lab.getRun({ runId })).events
}

function floats({ values }: Pick<Tensor, 'values'>): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer)
}

/** The engine's own program on a checkpoint of the run. */
async function wasmProgram(runId: string, step: number): Promise<Program> {
  const { config: saved, state } = await readCheckpoint(checkpointFolder(runId, step))
  const engine = await loadEngine('wasm')
  return engine.compile({
    model: saved.model,
    optimizer: saved.optimizer,
    batchSize: 100,
    threads: 1,
    seed: saved.seed,
    state: untrainedState(state.weights)
  })
}

describe('an image that is inspected', () => {
  const network = (): { kind: 'run'; runId: string } => ({ kind: 'run', runId: trained })

  test('gives the logits, probabilities and loss that the engine gives', async () => {
    const program = await wasmProgram(trained, lastStep)
    const slot = program.createSlot(1)
    const logits = new Float32Array(10)
    for (const row of [0, 37, 99]) {
      const seen = await service.lab.inspectImage({ network: network(), split: 'test', row })
      gather(dataset.test, Uint32Array.of(row), slot)
      await program.predict(slot, 1, logits)
      expect(seen.step).toBe(lastStep)
      expect(seen.label).toBe(dataset.test.labels[row])
      expect([...Buffer.from(seen.image, 'base64')]).toEqual([...slot.images.subarray(0, 3072)])
      seen.logits.forEach((logit, i) => expect(logit).toBeCloseTo(logits[i] ?? NaN, 5))
      expect(seen.probabilities).toEqual([...softmax(seen.logits)])
      expect(seen.loss).toBe(crossEntropy(seen.logits, seen.label))
      expect([...floats(seen.layers.at(-1) ?? { values: '' })]).toEqual(seen.logits)
    }
    await program.dispose()
  })

  test('has cells that are the sum of products with the weights, and windows with their maximum', async () => {
    const seen = await service.lab.inspectImage({ network: network(), split: 'train', row: 7 })
    const { step, parameters } = await service.lab.getWeights({
      network: network(),
      names: ['conv1/kernel', 'conv1/bias']
    })
    expect(step).toBe(lastStep)
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['conv1/kernel', [5, 5, 3, 6]],
      ['conv1/bias', [6]]
    ])
    const [kernel, bias] = parameters.map(floats)
    const input = floats(seen.input)
    const [conv, relu, pool] = seen.layers.map(floats)
    expect(seen.layers.slice(0, 3).map(({ type, shape }) => [type, shape])).toEqual([
      ['conv2d', [28, 28, 6]],
      ['relu', [28, 28, 6]],
      ['maxPool2d', [14, 14, 6]]
    ])
    const at = (map: Float32Array | undefined, ...[y, x, c, width, channels]: number[]): number =>
      map?.[((y ?? 0) * (width ?? 0) + (x ?? 0)) * (channels ?? 0) + (c ?? 0)] ?? NaN
    for (const [y, x, filter] of [
      [0, 0, 0],
      [13, 5, 3],
      [27, 27, 5]
    ] as const) {
      let sum = bias?.[filter] ?? NaN
      for (let ky = 0; ky < 5; ky++) {
        for (let kx = 0; kx < 5; kx++) {
          for (let c = 0; c < 3; c++) {
            sum +=
              at(input, y + ky, x + kx, c, 32, 3) * (kernel?.[((ky * 5 + kx) * 3 + c) * 6 + filter] ?? NaN)
          }
        }
      }
      expect(Math.abs(at(conv, y, x, filter, 28, 6) - sum)).toBeLessThan(1e-6)
      const window = [0, 1].flatMap((dy) =>
        [0, 1].map((dx) => at(relu, 2 * Math.floor(y / 2) + dy, 2 * Math.floor(x / 2) + dx, filter, 28, 6))
      )
      expect(at(pool, Math.floor(y / 2), Math.floor(x / 2), filter, 14, 6)).toBe(Math.max(...window))
    }
  })

  test('meets the weights of the step that is asked for; before the first step, those of the seed', async () => {
    const look = async (choice: Parameters<typeof service.lab.inspectImage>[0]['network']) =>
      service.lab.inspectImage({ network: choice, split: 'test', row: 1 })
    const untrained = await look({ kind: 'untrained', config })
    const first = await look({ ...network(), step: 0 })
    const early = await look({ ...network(), step: 40 })
    const late = await look(network())
    expect(first).toEqual(untrained)
    expect([untrained.step, early.step, late.step]).toEqual([0, 40, lastStep])
    expect(early.logits).not.toEqual(untrained.logits)
    expect(late.logits).not.toEqual(early.logits)
    expect(await service.lab.getWeights({ network: { ...network(), step: 0 } })).toEqual(
      await service.lab.getWeights({ network: { kind: 'untrained', config } })
    )
  })

  test('is answered by one process for all questions, and what is wrong is said', async () => {
    const ask = (row: number, step?: number): Promise<unknown> =>
      service.lab.inspectImage({
        network: { ...network(), ...(step === undefined ? {} : { step }) },
        split: 'test',
        row
      })
    await ask(0)
    const pid = await readFile(trainer.pidFile, 'utf8')
    await Promise.all([ask(1), ask(2, 40), ask(3)])
    await expect(ask(100)).rejects.toMatchObject({ code: 'not-found' })
    await expect(ask(0, 41)).rejects.toMatchObject({ code: 'not-found' })
    expect(await readFile(trainer.pidFile, 'utf8')).toBe(pid)
    process.kill(Number(pid), 'SIGKILL')
    await vi.waitUntil(() => {
      try {
        return !process.kill(Number(pid), 0)
      } catch {
        // No such process.
        return true
      }
    })
    await ask(0)
    expect(await readFile(trainer.pidFile, 'utf8')).not.toBe(pid)
  })
})

test('images come by their rows, with their labels', async () => {
  const { labels, images } = await service.lab.getImages({ split: 'train', rows: [499, 3] })
  expect(labels).toEqual([dataset.train.labels[499], dataset.train.labels[3]])
  const pixels = (row: number): number[] => [...dataset.train.images.subarray(row * 3072, (row + 1) * 3072)]
  expect([...Buffer.from(images, 'base64')]).toEqual([...pixels(499), ...pixels(3)])
})

describe('a loss surface', () => {
  const told: LossSurfaceNotice['progress'][] = []
  function watch(runId: string): Promise<LossSurfaceNotice['progress']> {
    told.length = 0
    return new Promise((resolve) => {
      const unsubscribe = service.subscribe((notice) => {
        if (notice.event !== 'lossSurface' || notice.data.runId !== runId) return
        const { progress } = notice.data
        told.push(progress)
        if (progress.kind === 'computing') return
        unsubscribe()
        resolve(progress)
      })
    })
  }
  async function compute(directions: SurfaceDirections, size = 5, images = 230) {
    const over = watch(trained)
    await service.lab.computeLossSurface({ runId: trained, directions, size, images })
    expect(await over).toEqual({ kind: 'ready' })
    const { surface } = await service.lab.getLossSurface({ runId: trained, directions })
    if (surface === undefined) throw new Error('no surface')
    return surface
  }
  async function engineLoss(step: number, images: number): Promise<number> {
    const program = await wasmProgram(trained, step)
    const rows = sampleEvenly(runRows(config, dataset.train.count).train, images)
    const slot = program.createSlot(images)
    gather(dataset.train, rows, slot)
    const logits = new Float32Array(images * 10)
    await program.predict(slot, images, logits)
    await program.dispose()
    const losses = Array.from(rows, (row, i) =>
      crossEntropy(logits.subarray(i * 10, i * 10 + 10), dataset.train.labels[row] ?? 0)
    )
    return losses.reduce((sum, loss) => sum + loss, 0) / images
  }

  test.each(['random', 'principal'] as const)(
    'in %s directions has the loss of the run’s weights in its middle, and its way on it',
    async (directions) => {
      const { x, y, loss, path, explained, step, images } = await compute(directions)
      expect(step).toBe(lastStep)
      expect(images).toBe(230)
      expect(loss.map((row) => row.length)).toEqual([5, 5, 5, 5, 5])
      expect([x[2], y[2]]).toEqual([0, 0])
      expect(loss[2]?.[2]).toBeCloseTo(await engineLoss(lastStep, images), 6)
      expect(path.map((point) => point.step)).toEqual([0, 40, 80, 120, 125, 165, 205, 245, 250])
      expect(path[1]?.loss).toBeCloseTo(await engineLoss(40, images), 6)
      expect(path.at(-1)).toMatchObject({ x: 0, y: 0 })
      expect(path[0]?.loss).toBeGreaterThan(path.at(-1)?.loss ?? Infinity)
      expect(explained?.plane).toBeLessThanOrEqual(1)
      expect(told.at(-2)).toEqual({ kind: 'computing', done: 25 + 9, total: 25 + 9 })
      expect((await service.lab.getLossSurface({ runId: trained, directions })).computing).toBeUndefined()
    }
  )

  test('in principal directions shows nearly all of the way, all of it within the plane’s borders', async () => {
    const { x, y, path, explained } = await compute('principal')
    const [first = 0, second = 0] = explained?.directions ?? []
    expect(first).toBeGreaterThan(second)
    expect(first + second).toBeCloseTo(explained?.plane ?? NaN, 4)
    expect(first + second).toBeGreaterThan(0.9)
    expect(path[0]?.x).toBeGreaterThan(0)
    for (const point of path) {
      expect(Math.abs(point.x)).toBeLessThan(x.at(-1) ?? 0)
      expect(Math.abs(point.y)).toBeLessThan(y.at(-1) ?? 0)
    }
  })

  test('is cancelled at once, keeps the one before, and is computed once at a time', async () => {
    const before = await compute('random', 3, 10)
    const over = watch(trained)
    const large = { runId: trained, directions: 'random' as const, size: 41, images: 500 }
    await service.lab.computeLossSurface(large)
    await expect(service.lab.computeLossSurface(large)).rejects.toMatchObject({ code: 'busy' })
    await expect(service.lab.deleteRun({ runId: trained })).rejects.toMatchObject({ code: 'busy' })
    await vi.waitUntil(() => told.length > 0, { timeout: 120_000 })
    const { computing } = await service.lab.getLossSurface({ runId: trained, directions: 'random' })
    expect(computing?.total).toBe(41 * 41 + 9)
    await service.lab.cancelLossSurface({ runId: trained })
    expect(await over).toEqual({ kind: 'cancelled' })
    expect(await service.lab.getLossSurface({ runId: trained, directions: 'random' })).toEqual({
      surface: before
    })
  })

  test('of a run with too few checkpoints is refused in words', async () => {
    const runId = await trainToEnd({ checkpointEvery: 1000, epochs: 1 })
    const request = { runId, size: 3, images: 10 }
    const principal = service.lab.computeLossSurface({ ...request, directions: 'principal' })
    await expect(principal).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(principal).rejects.toThrow('at least 3')
    const over = watch(runId)
    await service.lab.computeLossSurface({ ...request, directions: 'random' })
    expect(await over).toEqual({ kind: 'ready' })
  })
})

describe('single steps', () => {
  test('train what an undisturbed run trains, and tell of each mini-batch', async () => {
    const expected = await weightsHash(trained, lastStep)
    const paused = nextEvent(service, (event) => event.type === 'paused')
    const { runId } = await service.lab.startRun({ config, paused: true })
    expect(await paused).toMatchObject({ step: 0 })

    for (let step = 1; step <= 3; step++) {
      const next = nextEvent(service, (event) => event.type === 'stepped')
      await service.lab.stepRun({ runId })
      expect(await next).toMatchObject({ step, epoch: 1, batch: step })
    }
    expect((await service.lab.getRun({ runId })).summary).toMatchObject({
      status: { kind: 'paused' },
      step: 3
    })

    const [first] = (await events(runId)).flatMap((event) => (event.type === 'stepped' ? [event] : []))
    if (first === undefined) throw new Error('no step')
    const bytes = Uint8Array.from(
      first.rows.flatMap((row) => [...dataset.train.images.subarray(row * 3072, (row + 1) * 3072)])
    )
    expect(first.labels).toEqual(first.rows.map((row) => dataset.train.labels[row]))
    // The measure of all engines, in float64.
    const network = new ReferenceNetwork(config.model, 'float64')
    const { parameters } = await service.lab.getWeights({ network: { kind: 'untrained', config } })
    network.parameters.forEach(({ values }, i) => values.set(floats(parameters[i] ?? { values: '' })))
    expect(first.loss).toBeCloseTo(network.backward(bytes, Uint16Array.from(first.labels)), 4)
    expect(first.gradients.map(({ name }) => name)).toEqual(parameters.map(({ name }) => name))
    first.gradients.forEach(({ norm }, i) => {
      const exact = Math.sqrt(
        (network.parameters[i]?.gradient ?? new Float64Array(0)).reduce((s, g) => s + g * g, 0)
      )
      expect(norm / exact).toBeCloseTo(1, 3)
    })

    const ended = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await weightsHash(runId, lastStep)).toBe(expected)
    expect(foldRun(newRun, await events(runId)).stepped).toBeUndefined()
  })

  test('are for paused runs alone', async () => {
    await expect(service.lab.stepRun({ runId: trained })).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('over-fitting', () => {
  test('shows: few training images, and both losses measured alike', async () => {
    const runId = await trainToEnd({
      trainImages: 20,
      validationSplit: 0.2,
      epochs: 60,
      optimizer: { ...lessonConfig.optimizer, learningRate: 0.005 }
    })
    const state = foldRun(newRun, await events(runId))
    expect(state).toMatchObject({ trainImages: 20, validationImages: 100, stepsPerEpoch: 5 })
    expect(state.validations).toHaveLength(60)
    const last = state.validations.at(-1)
    expect(last?.trainAccuracy).toBe(1)
    expect(last?.trainLoss).toBeLessThan(0.1)
    expect(last?.loss).toBeGreaterThan(last?.trainLoss ?? Infinity)
  })
})

describe('the timeline', () => {
  const collect = (): Timeline[] => {
    const collected: Timeline[] = []
    service.subscribe((notice) => {
      if (notice.event === 'timeline') collected.push(notice.data)
    })
    return collected
  }

  test.each([0, 2])('with %i workers tells real spans, as long as somebody watches', async (workers) => {
    const notices = collect()
    const started = nextEvent(service, (event) => event.type === 'progress')
    const { runId } = await service.lab.startRun({ config: { ...config, workers, epochs: 1000 } })
    await started
    expect(notices).toEqual([])
    await service.lab.watchTimeline({ runId, on: true })
    // A busy machine may leave a while without one or the other.
    const seen = (kind: string): boolean =>
      notices.some(({ lanes }) => lanes.some((lane) => lane.kind === kind && lane.spans.length > 0))
    await vi.waitUntil(() => notices.length >= 3 && seen('load') && seen('compute'), { timeout: 120_000 })
    await service.lab.watchTimeline({ runId, on: false })
    await service.lab.stopRun({ runId })
    // Who still watched when the run ended is not told of an error.
    await service.lab.watchTimeline({ runId, on: false })
    const lanes = notices[1]?.lanes ?? []
    expect(lanes.map(({ kind, worker }) => [kind, worker])).toEqual([
      ...(workers === 0
        ? [['load', 0]]
        : [
            ['load', 1],
            ['load', 2]
          ]),
      ['wait', 0],
      ['compute', 0]
    ])
    for (const { begin, end, lanes: told } of notices) {
      for (const { spans } of told) {
        for (const [from, to] of spans) {
          expect(to).toBeGreaterThanOrEqual(from)
          expect(to).toBeLessThanOrEqual(end)
        }
      }
      expect(end - begin).toBeGreaterThan(200)
    }
    expect(notices.slice(1).map(({ begin }) => begin)).toEqual(notices.slice(0, -1).map(({ end }) => end))
  })
})
