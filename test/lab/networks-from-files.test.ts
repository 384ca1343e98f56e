import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accuracy } from '../../src/core/run/evaluation'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { lessonConfig } from '../../src/core/settings/run-config'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import { encodeLayersModel } from '../../src/lab/checkpoint/encode-layers-model'
import { encodeValues } from '../../src/lab/checkpoint/weight-values'
import type { LabService } from '../../src/lab/contract/host'
import { runPaths } from '../../src/lab/runs/run-folder'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer, type BuiltTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

const like = (pattern: RegExp | string): unknown => expect.stringMatching(pattern)

let root = ''
let dataFolder = ''
let trainer: BuiltTrainer
let own: SmallCifar
/** Another data set of the same shape and the same name. */
let other: SmallCifar
let service: LabService

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-foreign-'))
  dataFolder = join(root, 'data')
  trainer = await buildTrainer(join(root, 'out'))
  own = await makeSmallCifar(join(root, 'own'))
  const second = await makeSmallCifar(join(root, 'other'), { seed: 2 })
  other = { ...second, manifest: { ...second.manifest, id: 'other' } }
})
afterAll(() => rm(root, { recursive: true, force: true }))
afterEach(() => service.close())

async function open(small: SmallCifar): Promise<void> {
  await installSmallCifar(dataFolder, small)
  service = await openTestLab(dataFolder, trainer.trainerFile)
}

async function state(runId: string): Promise<RunState> {
  return foldRun(newRun, (await service.lab.getRun({ runId })).events)
}

/** model.json and weights.bin as somebody else would have saved them: nothing says what the pixels are. */
function files(model: ModelSpec, change: (value: number) => number = (value) => value) {
  const values = initialWeights(model, 3).map((weight) => weight.values.map(change))
  const text = JSON.stringify({
    ...encodeLayersModel(model),
    generatedBy: 'TensorFlow.js tfjs-layers v4.22.0'
  })
  return [
    { name: 'model.json', content: Buffer.from(text).toString('base64') },
    { name: 'weights.bin', content: Buffer.from(encodeValues(values, 'weights')).toString('base64') }
  ]
}

describe('a result belongs to its data set', () => {
  test('another one never replaces it, and is kept beside it when asked for', async () => {
    await open(own)
    const ended = nextEvent(service, isEnd)
    const { runId } = await service.lab.startRun({
      config: { ...lessonConfig, epochs: 1, workers: 0, engine: 'wasm' }
    })
    await ended
    const before = (await state(runId)).evaluation
    expect(before?.dataset?.hash).toBe((await state(runId)).dataset?.hash)
    const predictions = runPaths.evaluation(join(dataFolder, 'runs', runId), before?.step ?? 0)
    const bytes = await readFile(predictions)
    await service.close()

    await open(other)
    await expect(service.lab.evaluateRun({ runId })).rejects.toMatchObject({
      code: 'data-missing',
      message: like(/^Run #1 belongs to .*sha256 .*, which is not in this data folder\.$/)
    })
    const example = { runId, choice: { kind: 'mistakes' as const }, limit: 5 }
    await expect(service.lab.getExamples(example)).rejects.toMatchObject({ code: 'data-missing' })
    const surface = { runId, directions: 'random' as const, size: 3, images: 10 }
    await expect(service.lab.computeLossSurface(surface)).rejects.toMatchObject({ code: 'data-missing' })

    const { evaluation, dataset } = await service.lab.evaluateRun({
      runId,
      dataset: other.manifest.id
    })
    const after = await state(runId)
    expect(after.evaluation).toEqual(before)
    expect(after.otherEvaluation).toEqual({ step: before?.step, result: evaluation, dataset })
    expect(await readFile(predictions)).toEqual(bytes)
    const { runs } = await service.lab.listRuns({})
    expect(runs[0]?.accuracy).toBe(before === undefined ? undefined : accuracy(before.result))
  })

  test('a run goes on with its own data set alone, and stays as it is elsewhere', async () => {
    await open(own)
    const progress = nextEvent(service, (event) => event.type === 'progress')
    const { runId } = await service.lab.startRun({
      config: { ...lessonConfig, epochs: 1000, workers: 0, engine: 'wasm' }
    })
    await progress
    await service.lab.stopRun({ runId })
    await service.close()
    await open(other)
    await expect(service.lab.resumeRun({ runId })).rejects.toMatchObject({
      code: 'data-missing',
      message: like(/^Run #\d+ belongs to .*, which is not in this data folder/)
    })
    expect((await state(runId)).status.kind).toBe('stopped')
  })

  test('what came out of a file belongs to the data set of its first evaluation', async () => {
    await open(own)
    const { runId } = await service.lab.loadCheckpoint({ files: files(lessonModel) })
    const { dataset } = await service.lab.evaluateRun({ runId })
    expect((await state(runId)).evaluation?.dataset).toEqual(dataset)
    await service.close()
    await open(other)
    await expect(service.lab.evaluateRun({ runId })).rejects.toMatchObject({ code: 'data-missing' })
    const { dataset: tested } = await service.lab.evaluateRun({ runId, dataset: other.manifest.id })
    expect((await state(runId)).evaluation?.dataset).toEqual(dataset)
    expect((await state(runId)).otherEvaluation?.dataset).toEqual(tested)
  })
})

describe('the same files a second time', () => {
  beforeEach(() => rm(join(dataFolder, 'runs'), { recursive: true, force: true }))

  test('are known, and give the run of the first time', async () => {
    await open(own)
    const first = await service.lab.evaluateCheckpoint({ files: files(lessonModel) })
    expect(first.known).toBe(false)
    const second = await service.lab.evaluateCheckpoint({ files: files(lessonModel).reverse() })
    expect(second).toMatchObject({
      known: true,
      runId: first.runId,
      evaluation: { loss: first.evaluation.loss }
    })
    expect(await service.lab.loadCheckpoint({ files: files(lessonModel) })).toEqual({
      known: true,
      runId: first.runId
    })
    expect((await service.lab.listRuns({})).runs).toHaveLength(1)
  })

  test('give the run their folder’s name, and are known in another folder too', async () => {
    await open(own)
    const inFolder = (folder: string): ReturnType<typeof files> =>
      files(lessonModel).map((file) => ({ ...file, name: `${folder}/${file.name}` }))
    const first = await service.lab.loadCheckpoint({ files: inFolder('my-net') })
    const { summary } = await service.lab.getRun({ runId: first.runId })
    expect(summary).toMatchObject({ name: 'my-net', status: { kind: 'imported', fileName: 'model.json' } })
    for (const again of [inFolder('other'), files(lessonModel)])
      expect(await service.lab.loadCheckpoint({ files: again })).toEqual({ known: true, runId: first.runId })
  })

  test('make a run of their own where the first was deleted, is damaged, or was given other pixels', async () => {
    await open(own)
    const load = (): Promise<{ runId: string; known: boolean }> =>
      service.lab.loadCheckpoint({ files: files(lessonModel) })
    const deleted = await load()
    await service.lab.deleteRun({ runId: deleted.runId })
    const damaged = await load()
    expect(damaged.known).toBe(false)
    const checkpoints = join(dataFolder, 'runs', damaged.runId, 'checkpoints')
    const [step] = await readdir(checkpoints)
    await writeFile(join(checkpoints, String(step), 'model.json'), '{}')
    const given = await load()
    expect(given.known).toBe(false)
    await service.lab.evaluateRun({ runId: given.runId, pixels: [0, 1] })
    expect((await load()).known).toBe(false)
    const evaluate = (...pixels: [number, number]) =>
      service.lab.evaluateCheckpoint({ files: files(lessonModel), answers: { pixels } })
    expect((await evaluate(0, 1)).known).toBe(true)
    expect((await evaluate(0, 255)).known).toBe(false)
  })
})

describe('a network that does not fit the data set is refused with both sizes, and nothing is stored', () => {
  const dense = (inputShape: ModelSpec['inputShape'], units: number): ModelSpec => ({
    inputShape,
    layers: [
      { type: 'flatten', name: 'flat' },
      { type: 'dense', name: 'scores', units }
    ]
  })
  test.each([
    [dense([28, 28, 1], 10), /takes 28 × 28 × 1 images, .* has 32 × 32 × 3/],
    [dense([64, 64, 3], 10), /takes 64 × 64 × 3 images, .* has 32 × 32 × 3/],
    [dense([32, 32, 1], 10), /takes 32 × 32 × 1 images/],
    [dense([32, 32, 3], 12), /has 12 classes, but .* has 10/]
  ])('%o', async (model, message) => {
    await open(own)
    const before = await service.lab.listRuns({})
    await expect(service.lab.loadCheckpoint({ files: files(model) })).rejects.toMatchObject({
      code: 'invalid-input',
      message: like(message)
    })
    expect(await service.lab.listRuns({})).toEqual(before)
  })
})

describe('which pixels a network takes', () => {
  test('is assumed until the user says it; then it holds for everything', async () => {
    await open(own)
    const { runId } = await service.lab.loadCheckpoint({ files: files(lessonModel) })
    expect((await state(runId)).pixelsFrom).toBe('assumed')
    const assumed = await service.lab.evaluateRun({ runId })
    const look = { network: { kind: 'run' as const, runId }, split: 'test' as const, row: 0 }
    expect(smallest((await service.lab.inspectImage(look)).input.values)).toBeGreaterThanOrEqual(0)

    const chosen = await service.lab.evaluateRun({ runId, pixels: [-1, 1] })
    expect(chosen.evaluation.loss).not.toBe(assumed.evaluation.loss)
    const after = await state(runId)
    expect(after.pixelsFrom).toBe('user')
    expect(after.config?.model.pixels).toBeUndefined()
    expect(after.evaluation?.result).toEqual(chosen.evaluation)
    expect(smallest((await service.lab.inspectImage(look)).input.values)).toBeLessThan(0)
    const report = await service.lab.exportReport({ runId, format: 'html' })
    expect(Buffer.from(report.file.content, 'base64').toString()).toContain('−1 to 1, as chosen by hand')

    const saved = await service.lab.saveCheckpoint({ runId })
    const { fileName: name, content } = saved.file
    const again = (await service.lab.loadCheckpoint({ files: [{ name, content }] })).runId
    expect((await state(again)).pixelsFrom).toBe('file')
    expect((await service.lab.evaluateRun({ runId: again })).evaluation.loss).toBe(chosen.evaluation.loss)
  })

  test('weights that are finite and too large say so', async () => {
    await open(own)
    const { runId } = await service.lab.loadCheckpoint({ files: files(lessonModel, () => 3e38) })
    await expect(service.lab.evaluateRun({ runId })).rejects.toMatchObject({
      code: 'diverged',
      message: like(/weights have become too large/)
    })
    const look = { network: { kind: 'run' as const, runId }, split: 'test' as const, row: 0 }
    await expect(service.lab.inspectImage(look)).rejects.toMatchObject({ code: 'diverged' })
  })
})

function smallest(base64: string): number {
  const values = new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer)
  return values.reduce((least, value) => Math.min(least, value))
}
