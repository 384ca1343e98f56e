import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fitModel } from '../../src/core/model/fit-model'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { LabService } from '../../src/lab/contract/host'
import { datasetInfoOf } from '../../src/lab/dataset/files/manifest'
import { writeManifest } from '../../src/lab/dataset/library/stored-manifest'
import { type GreyShapes, makeGreyShapes } from '../grey-shapes/make-grey-shapes'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

let root = ''
let service: LabService
let small: SmallCifar
let shapes: GreyShapes
let config: RunConfig
const containing = (text: string): unknown => expect.stringContaining(text)
const base = { ...lessonConfig, epochs: 2, workers: 1, engine: 'wasm' as const, logEvery: 50 }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-several-'))
  const dataFolder = join(root, 'data')
  const trainer = await buildTrainer(join(root, 'out'))
  small = await makeSmallCifar(join(root, 'small'), { perFile: 40 })
  await installSmallCifar(dataFolder, small)
  shapes = await makeGreyShapes(root, { perFile: 100 })
  const folder = join(dataFolder, 'datasets', shapes.manifest.id)
  await cp(shapes.folder, folder, { recursive: true })
  await writeManifest(folder, shapes.manifest)
  // A test set that another group recorded: the same classes, other images. And one with its classes in another order.
  const other = await makeGreyShapes(join(root, 'other'), { perFile: 60, seed: 2 })
  for (const [id, classes] of [
    ['other-group', other.manifest.classes],
    ['other-order', [...other.manifest.classes].reverse()]
  ] as const) {
    const place = join(dataFolder, 'datasets', id)
    await cp(other.folder, place, { recursive: true })
    await writeManifest(place, { ...other.manifest, id, name: id, classes: [...classes] })
  }
  service = await openTestLab(dataFolder, trainer.trainerFile)
  config = { ...base, model: fitModel(base.model, datasetInfoOf(shapes.manifest)) }
})
afterAll(async () => {
  await service.close()
  await rm(root, { recursive: true, force: true })
})

async function train(config: RunConfig, dataset?: string): Promise<string> {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config, ...(dataset === undefined ? {} : { dataset }) })
  await ended
  return runId
}

async function state(runId: string): Promise<RunState> {
  return foldRun(newRun, (await service.lab.getRun({ runId })).events)
}

test('both are listed, the home first', async () => {
  const { datasets } = await service.lab.listDatasets({})
  expect(datasets.map(({ info, state }) => [info.id, state])).toEqual([
    [small.manifest.id, 'ready'],
    ['grey-shapes', 'ready'],
    ['other-group', 'ready'],
    ['other-order', 'ready']
  ])
})

test('a run is trained, evaluated, looked into, forked and resumed on its own data set', async () => {
  const runId = await train(config, 'grey-shapes')
  await service.lab.evaluateRun({ runId })
  const { dataset, evaluation } = await state(runId)
  expect(dataset).toEqual(datasetInfoOf(shapes.manifest))
  expect(evaluation?.dataset?.hash).toBe(dataset?.hash)
  const { runs } = await service.lab.listRuns({})
  expect(runs.find((run) => run.runId === runId)?.dataset).toEqual({
    name: 'Grey shapes',
    hash: dataset?.hash
  })

  const examples = await service.lab.getExamples({ runId, choice: { kind: 'unsure' }, limit: 3 })
  expect(Buffer.from(examples.images, 'base64').length).toBe(3 * 20 * 28)
  const network = { kind: 'run' as const, runId }
  const seen = await service.lab.inspectImage({ dataset: 'grey-shapes', network, split: 'test', row: 99 })
  expect(seen.classes).toEqual(shapes.manifest.classes)
  await expect(service.lab.inspectImage({ network, split: 'test', row: 0 })).rejects.toMatchObject({
    code: 'invalid-input'
  })

  const progress = nextEvent(service, (event) => event.type === 'progress')
  const step = evaluation?.step ?? 0
  const fork = await service.lab.startRun({ config: { ...config, epochs: 1000 }, from: { runId, step } })
  await progress
  const stopped = nextEvent(service, isEnd)
  await service.lab.stopRun(fork)
  await stopped
  const goesOn = nextEvent(service, (event) => event.type === 'progress')
  await service.lab.resumeRun(fork)
  await goesOn
  await service.lab.stopRun(fork)
  expect((await state(fork.runId)).dataset?.hash).toBe(dataset?.hash)
})

test('a run is tested on another group’s images, and keeps both results', async () => {
  const { runs } = await service.lab.listRuns({})
  const run = runs.find(({ dataset, accuracy }) => dataset?.name === 'Grey shapes' && accuracy !== undefined)
  const runId = run?.runId ?? ''
  const before = (await state(runId)).evaluation
  const { evaluation, dataset } = await service.lab.evaluateRun({ runId, dataset: 'other-group' })
  expect(evaluation.cells.reduce((sum, [, , images]) => sum + images, 0)).toBe(60)
  const after = await state(runId)
  expect(after.evaluation).toEqual(before)
  expect(after.otherEvaluation).toMatchObject({ dataset, result: evaluation })
  await expect(service.lab.evaluateRun({ runId, dataset: 'other-order' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: containing('in another order: “disc”')
  })
})

test('a network of the other data set’s size is refused with both', async () => {
  await expect(service.lab.startRun({ config, dataset: small.manifest.id })).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'The network takes 20 × 28 × 1 images, but ' + small.manifest.name + ' has 32 × 32 × 3 images.'
  })
})

test('runs of two data sets cannot be compared image by image', async () => {
  const { runs } = await service.lab.listRuns({})
  const first = runs.find(
    ({ dataset, accuracy }) => dataset?.name === 'Grey shapes' && accuracy !== undefined
  )
  const second = await train({ ...base, epochs: 1 })
  await service.lab.evaluateRun({ runId: second })
  await expect(
    service.lab.comparePredictions({ first: first?.runId ?? '', second, show: 'different', limit: 1 })
  ).rejects.toMatchObject({ code: 'invalid-input', message: containing('different data sets') })
})
