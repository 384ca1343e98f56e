// Over 300 lines: a real training process, which is built once for all that can happen to it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { accuracy, confusionMatrix, imageCount } from '../../src/core/run/evaluation'
import { LabError } from '../../src/core/base/lab-error'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { RunEvent } from '../../src/core/run/run-event'
import { foldRun, newRun } from '../../src/core/run/run-state'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import type { LabService } from '../../src/lab/contract/host'
import { FolderClaim } from '../../src/lab/ownership/folder-claim'
import { checkpointSteps, runPaths } from '../../src/lab/runs/run-folder'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer, type BuiltTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

/** 500 training images at batch 4: 125 steps an epoch. */
const config: RunConfig = { ...lessonConfig, workers: 1, logEvery: 50, checkpointEvery: 40, engine: 'auto' }
const lastStep = 250
/** Long enough that a request made after its first checkpoint comes well before its end. */
const long = { epochs: 60, checkpointEvery: 200 }
const longLastStep = 7500

const containing = (text: string): unknown => expect.stringContaining(text)

let root = ''
let dataFolder = ''
let trainer: BuiltTrainer
let small: SmallCifar
let service: LabService

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-lab-'))
  dataFolder = join(root, 'data')
  trainer = await buildTrainer(join(root, 'out'))
  small = await makeSmallCifar(root)
  await installSmallCifar(dataFolder, small)
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  service = await openTestLab(dataFolder, trainer.trainerFile)
})
afterEach(() => service.close())

const runFolder = (runId: string): string => join(dataFolder, 'runs', runId)

async function trainToEnd(changes: Partial<RunConfig> = {}): Promise<string> {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config: { ...config, ...changes } })
  await ended
  return runId
}

async function weightsHash(runId: string, step = lastStep): Promise<string> {
  const bytes = await readFile(join(runPaths.checkpoint(runFolder(runId), step), 'weights.bin'))
  return createHash('sha256').update(bytes).digest('hex')
}

async function events(runId: string): Promise<RunEvent[]> {
  return (await service.lab.getRun({ runId })).events
}

async function failure(promise: Promise<unknown>): Promise<LabError> {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(thrown instanceof LabError)) throw new Error(`expected a LabError, got ${String(thrown)}`)
  return thrown
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

describe('a training', () => {
  test('tells its story in order, keeps checkpoints and tests the finished network', async () => {
    const runId = await trainToEnd()
    const story = await events(runId)
    expect(story[0]).toMatchObject({ type: 'started', totalSteps: lastStep, parameters: 62_006 })
    expect(story.slice(-2).map(({ type }) => type)).toEqual(['evaluated', 'ended'])
    expect(story.at(-1)).toMatchObject({ step: lastStep, outcome: { kind: 'finished' } })
    const lines = story.flatMap((event) => (event.type === 'log' ? [[event.epoch, event.batch]] : []))
    expect(lines).toEqual([
      [1, 50],
      [1, 100],
      [2, 50],
      [2, 100]
    ])
    expect(story.filter(({ type }) => type === 'progress')).toHaveLength(lastStep)
    expect(await checkpointSteps(runFolder(runId))).toEqual([40, 80, 120, 125, 165, 205, 245, 250])
  })

  test('gives the same weights to the bit with any number of loader workers', async () => {
    const hashes = new Set<string>()
    for (const workers of [0, 1, 3]) hashes.add(await weightsHash(await trainToEnd({ workers, seed: 7 })))
    expect(hashes.size).toBe(1)
  })

  test('learns: the loss falls, and the test images are told apart better than by chance', async () => {
    const runId = await trainToEnd({
      epochs: 12,
      batchSize: 10,
      optimizer: { ...config.optimizer, learningRate: 0.005 }
    })
    const { summary } = await service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'finished' })
    expect(summary.accuracy).toBeGreaterThan(0.5)
  })

  test('validates after every epoch on images that are held back', async () => {
    const runId = await trainToEnd({ validationSplit: 0.2 })
    const story = await events(runId)
    expect(story[0]).toMatchObject({ trainImages: 400, validationImages: 100, stepsPerEpoch: 100 })
    expect(
      story.filter(({ type }) => type === 'validated').map((event) => 'step' in event && event.step)
    ).toEqual([100, 200])
  })

  test('that diverges fails with a hint and keeps the last good checkpoint', async () => {
    const runId = await trainToEnd({
      checkpointEvery: 1,
      optimizer: { ...config.optimizer, learningRate: 10 }
    })
    const { summary } = await service.lab.getRun({ runId })
    expect(summary.status).toMatchObject({ kind: 'failed', error: { code: 'diverged' } })
    const step = (await checkpointSteps(runFolder(runId))).at(-1) ?? -1
    const { state } = await readCheckpoint(runPaths.checkpoint(runFolder(runId), step))
    expect(state.weights.every(({ values }) => values.every(Number.isFinite))).toBe(true)
  })

  test('refuses more training images than there are, and a network that no checkpoint could hold', async () => {
    const { lab } = service
    const many = await failure(lab.startRun({ config: { ...config, trainImages: 501 } }))
    expect(many).toMatchObject({
      code: 'invalid-input',
      message: containing('has 500 training images')
    })
    const wide = { type: 'dense', units: 8192 } as const
    const [first, second] = [
      { ...wide, name: 'wide1' },
      { ...wide, name: 'wide2' }
    ]
    const layers = [
      { type: 'flatten', name: 'flatten' } as const,
      first,
      second,
      { ...wide, name: 'fc', units: 10 }
    ]
    const large = { ...config, model: { inputShape: config.model.inputShape, layers } }
    const network = { kind: 'untrained', config: large } as const
    for (const ask of [
      lab.startRun({ config: large }),
      lab.inspectImage({ network, split: 'test', row: 0 }),
      lab.getWeights({ network }),
      lab.describePlan({ ...large, engine: 'wasm' })
    ]) {
      expect(await failure(ask)).toMatchObject({
        message: containing('Tenfold trains at most 16,000,000')
      })
    }
  })

  test('refuses settings, names the field, and makes no run of them', async () => {
    const { runs: before } = await service.lab.listRuns({})
    const error = await failure(service.lab.startRun({ config: { ...config, batchSize: 60_000 } }))
    expect(error.code).toBe('invalid-input')
    expect(error.message).toContain('batch size must be a whole number from 1 to 10,000')
    expect((await service.lab.listRuns({})).runs).toHaveLength(before.length)
  })
})

describe('control', () => {
  test('one run trains at a time; a second is refused and names the first', async () => {
    const { runId } = await service.lab.startRun({ config: { ...config, epochs: 1000 } })
    const error = await failure(service.lab.startRun({ config }))
    expect(error).toMatchObject({ code: 'busy' })
    expect(error.message).toContain(runId)
    expect(await failure(service.lab.deleteRun({ runId }))).toMatchObject({ code: 'busy' })
    expect(service.activeRuns()).toEqual([runId])
    await service.lab.stopRun({ runId })
    expect(service.activeRuns()).toEqual([])
    expect((await service.lab.getRun({ runId })).summary.status).toEqual({ kind: 'stopped' })
  })

  test('a run that was stopped and resumed, or paused and resumed, ends with the weights of one that never was', async () => {
    const expected = await weightsHash(await trainToEnd({ ...long, seed: 3 }), longLastStep)

    const advanced = nextEvent(service, (event) => event.type === 'checkpoint')
    const { runId } = await service.lab.startRun({ config: { ...config, ...long, seed: 3 } })
    await advanced
    await service.lab.stopRun({ runId })
    const paused = nextEvent(service, (event) => event.type === 'paused')
    const ended = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId })
    await service.lab.pauseRun({ runId })
    await paused
    expect((await service.lab.getRun({ runId })).summary.status).toEqual({ kind: 'paused' })
    const resumed = nextEvent(service, (event) => event.type === 'resumed')
    await service.lab.resumeRun({ runId })
    await resumed
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await weightsHash(runId, longLastStep)).toBe(expected)
  })

  test('a run that was stopped before its first step has nothing to evaluate, and starts again', async () => {
    const { runId } = await service.lab.startRun({ config })
    await service.lab.stopRun({ runId })
    expect((await service.lab.getRun({ runId })).summary).toMatchObject({
      status: { kind: 'stopped' },
      step: 0
    })
    expect(await failure(service.lab.evaluateRun({ runId }))).toMatchObject({ code: 'not-found' })
    const ended = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ step: lastStep, outcome: { kind: 'finished' } })
    expect(await failure(service.lab.resumeRun({ runId }))).toMatchObject({ code: 'invalid-input' })
  })

  test('the learning rate changes from the next step on and is kept with the checkpoint', async () => {
    const started = nextEvent(service, (event) => event.type === 'progress')
    const { runId } = await service.lab.startRun({ config: { ...config, epochs: 1000 } })
    await started
    const changed = nextEvent(service, (event) => event.type === 'learningRateChanged')
    await service.lab.setLearningRate({ runId, learningRate: 0.0005 })
    expect(await changed).toMatchObject({ learningRate: 0.0005 })
    await service.lab.stopRun({ runId })
    const step = (await checkpointSteps(runFolder(runId))).at(-1) ?? -1
    const { position } = await readCheckpoint(runPaths.checkpoint(runFolder(runId), step))
    expect(position).toMatchObject({ step, learningRate: 0.0005 })
  })

  test('a run with a line for every step and many checkpoints loses none of them to a stop', async () => {
    const many = nextEvent(service, (event) => event.type === 'log' && event.step > 3000)
    const { runId } = await service.lab.startRun({
      config: { ...config, epochs: 1000, logEvery: 1, checkpointEvery: 20 }
    })
    await many
    await service.lab.stopRun({ runId })
    const { summary, events: story } = await service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'stopped' })
    const lines = story.flatMap((event) => (event.type === 'log' ? [event.step] : []))
    expect(lines).toEqual(Array.from({ length: summary.step }, (_, i) => i + 1))
    const onDisk = await checkpointSteps(runFolder(runId))
    expect(onDisk.at(-1)).toBe(summary.step)
    expect(onDisk.length).toBeLessThan(40)
    expect([...foldRun(newRun, story).checkpoints]).toEqual(onDisk)
    expect(summary.checkpointBytes).toBeGreaterThan(onDisk.length * 100_000)
  })

  test('closing the lab stops the training and keeps what was trained', async () => {
    const progress = nextEvent(service, (event) => event.type === 'progress' && event.step > 10)
    const { runId } = await service.lab.startRun({ config: { ...config, epochs: 1000 } })
    await progress
    await service.close()
    service = await openTestLab(dataFolder, trainer.trainerFile)
    const { summary } = await service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'stopped' })
    expect((await checkpointSteps(runFolder(runId))).at(-1)).toBe(summary.step)
  })
})

describe('a training process that is killed', () => {
  test('costs the run no more than what came after its last checkpoint', async () => {
    const expected = await weightsHash(await trainToEnd({ ...long, seed: 5 }), longLastStep)

    const saved = nextEvent(service, (event) => event.type === 'checkpoint')
    const ended = nextEvent(service, isEnd)
    // An engine by name: no other process is started to look for one, so that the file names the training's.
    const named = { ...config, ...long, seed: 5, engine: 'wasm' as const }
    const { runId } = await service.lab.startRun({ config: named })
    await saved
    process.kill(Number(await readFile(trainer.pidFile, 'utf8')), 'SIGKILL')
    expect(await ended).toMatchObject({
      outcome: {
        kind: 'interrupted',
        error: { code: 'trainer-crashed', message: 'The training process was ended by SIGKILL.' }
      }
    })
    const finished = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId })
    expect(await finished).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await weightsHash(runId, longLastStep)).toBe(expected)
  })
})

describe('a training process whose lab is gone', () => {
  test('writes a checkpoint and ends', async () => {
    const folder = await mkdtemp(join(root, 'orphan-'))
    const claim = await FolderClaim.take(folder)
    if (claim.kind !== 'taken') throw new Error('a new folder is free')
    const job = {
      kind: 'train',
      runFolder: folder,
      claim: claim.token,
      config: { ...config, epochs: 1000, checkpointEvery: 1_000_000 },
      dataset: { folder: datasetFolder(dataFolder, small.manifest), manifest: small.manifest },
      version: '0.0.0-test'
    }
    // A lab that starts a training and is killed by the system as soon as it hears of it.
    const lab = join(folder, 'lab.cjs')
    await writeFile(
      lab,
      `const trainer = require('node:child_process').fork(${JSON.stringify(trainer.trainerFile)}, [], {
         serialization: 'advanced', execArgv: process.execArgv })
       trainer.send({ type: 'job', job: ${JSON.stringify(job)} })
       trainer.on('message', ({ events }) => {
         if (events.some(({ step }) => step > 10)) process.kill(process.pid, 'SIGKILL')
       })`
    )
    await once(spawn(process.execPath, [lab], { stdio: 'ignore' }), 'exit')
    const pid = Number(await readFile(trainer.pidFile, 'utf8'))
    await vi.waitUntil(() => !isRunning(pid), { timeout: 120_000 })
    expect((await checkpointSteps(folder)).at(-1)).toBeGreaterThan(10)
    await claim.release()
  })
})

describe('after a training', () => {
  test('the run is listed, opened and evaluated by a lab that is opened again', async () => {
    const runId = await trainToEnd({ seed: 11 })
    const before = await service.lab.getRun({ runId })
    await service.close()
    service = await openTestLab(dataFolder, trainer.trainerFile)
    expect(await service.lab.getRun({ runId })).toEqual(before)
    const { runs } = await service.lab.listRuns({})
    expect(runs.find((run) => run.runId === runId)).toEqual(before.summary)

    const told: number[] = []
    service.subscribe((notice) => {
      if (notice.event === 'evaluation') told.push(notice.data.done)
    })
    const { evaluation } = await service.lab.evaluateRun({ runId })
    expect(imageCount(evaluation)).toBe(100)
    expect(told.at(-1)).toBe(100)
    expect(accuracy(evaluation)).toBe(before.summary.accuracy)
  })

  test('examples of a cell are as many as the matrix counts, the most confident first', async () => {
    const runId = await trainToEnd({ seed: 11 })
    const { evaluation } = await service.lab.evaluateRun({ runId })
    for (const [trueClass, row] of confusionMatrix(evaluation).entries()) {
      for (const [predictedClass, count] of row.entries()) {
        const cell = await service.lab.getExamples({ runId, trueClass, predictedClass, limit: 3 })
        expect(cell.total).toBe(count)
        expect(cell.rows).toHaveLength(Math.min(3, count))
        expect(cell.confidence).toEqual([...cell.confidence].sort((a, b) => b - a))
        expect(Buffer.from(cell.images, 'base64')).toHaveLength(cell.rows.length * 3072)
      }
    }
  })

  test('a saved checkpoint loads as a run of its own that says the same of every image', async () => {
    const runId = await trainToEnd({ seed: 13 })
    const original = await service.lab.evaluateRun({ runId })
    const { file } = await service.lab.saveCheckpoint({ runId })
    const loaded = await service.lab.loadCheckpoint({
      files: [{ name: file.fileName, content: file.content }]
    })
    const { summary } = await service.lab.getRun({ runId: loaded.runId })
    expect(summary.status).toMatchObject({ kind: 'imported', fileName: file.fileName })
    const copy = await service.lab.evaluateRun({ runId: loaded.runId })
    expect(copy.evaluation.cells).toEqual(original.evaluation.cells)
  })

  test('a broken checkpoint is refused and leaves no run behind', async () => {
    const { runs: before } = await service.lab.listRuns({})
    const content = Buffer.from('{"format":"tenfold-checkpoint"}').toString('base64')
    const error = await failure(service.lab.loadCheckpoint({ files: [{ name: 'x.json', content }] }))
    expect(error.code).toBe('checkpoint-invalid')
    expect((await service.lab.listRuns({})).runs).toEqual(before)
  })

  test('its report is exported as a page, as data and as a table; not as PDF where nothing prints', async () => {
    const runId = await trainToEnd({ seed: 13 })
    const content = async (format: 'html' | 'json' | 'csv'): Promise<string> => {
      const { file } = await service.lab.exportReport({ runId, format })
      expect(file.fileName).toBe(`${runId}-report.${format}`)
      return Buffer.from(file.content, 'base64').toString()
    }
    expect(await content('html')).toContain('<!doctype html>')
    expect(JSON.parse(await content('json'))).toMatchObject({ run: { runId }, evaluation: { images: 100 } })
    expect((await content('csv')).split('\n').length).toBeGreaterThan(10)
    expect(await failure(service.lab.exportReport({ runId, format: 'pdf' }))).toMatchObject({
      code: 'unsupported'
    })
  })

  test('a deleted run is gone, and comes back whole', async () => {
    const runId = await trainToEnd({ seed: 17 })
    const before = await service.lab.getRun({ runId })
    await service.lab.deleteRun({ runId })
    expect(await failure(service.lab.getRun({ runId }))).toMatchObject({ code: 'not-found' })
    await service.lab.restoreRun({ runId })
    expect(await service.lab.getRun({ runId })).toEqual(before)
  })
})

describe('the workbench', () => {
  test('lists engines as the training process finds them', async () => {
    const { engines } = await service.lab.listEngines({})
    expect(engines.map(({ engine }) => engine)).toContain('reference')
    expect(engines.filter((engine) => engine.available && engine.preferred)).toHaveLength(1)
  })

  test('shows the first images of every class', async () => {
    const { classes } = await service.lab.getSamples({ first: 0, classes: 50, perClass: 2 })
    expect(classes).toHaveLength(10)
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(500)
    expect(
      classes.every(({ rows, images }) => rows.length === 2 && Buffer.from(images, 'base64').length === 6144)
    ).toBe(true)
  })
})
