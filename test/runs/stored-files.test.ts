import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyConfusion, type Evaluation } from '../../src/core/evaluation'
import { cifar10Classes } from '../../src/core/image-set'
import { initialWeights } from '../../src/core/initial-weights'
import { LabError } from '../../src/core/lab-error'
import { modelSpec } from '../../src/core/model-spec'
import { optimizerSlots } from '../../src/core/optimizer-spec'
import { Random } from '../../src/core/random'
import { lessonConfig } from '../../src/core/run-config'
import type { RunEvent } from '../../src/core/run-event'
import { startPosition } from '../../src/core/train-job'
import { trainableShapes, volume } from '../../src/core/infer-shapes'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import type { LossSurface } from '../../src/lab/contract/loss-surface'
import { readPredictions, writePredictions } from '../../src/lab/runs/evaluation-file'
import { readLossSurface, writeLossSurface } from '../../src/lab/runs/loss-surface-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { RunStore } from '../../src/lab/runs/run-store'
import { bitsOf } from '../checkpoint/bits-of'
import { corrupt, corruptionKinds } from '../torture/corruptions'

/** Of every kind of file. */
const tries = 400
const seed = 8

const config = {
  ...lessonConfig,
  model: modelSpec.parse({
    inputShape: [32, 32, 3],
    layers: [
      { type: 'averagePool2d', name: 'pool', poolSize: [8, 8], strides: [8, 8] },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc', units: 10 }
    ]
  })
}
const step = 250
const rows = 200
const random = Random.seeded(seed)
const labels = Uint8Array.from({ length: rows }, () => random.nextBelow(10))
const predicted = Uint8Array.from({ length: rows }, () => random.nextBelow(10))
const confidence = Float32Array.from({ length: rows }, () => random.nextFloat())
const confusion = emptyConfusion(10)
labels.forEach((label, i) => {
  const row = confusion[label] ?? []
  row[predicted[i] ?? 0] = (row[predicted[i] ?? 0] ?? 0) + 1
})
const evaluation: Evaluation = {
  split: 'test',
  classes: [...cifar10Classes],
  confusion,
  loss: 2.1,
  durationMs: 5
}

const dataset = { name: 'CIFAR-10', hash: 'c'.repeat(64) }
const surface: LossSurface = {
  directions: 'random',
  step,
  images: 100,
  x: [-1, 0, 1],
  y: [-1, 0, 1],
  loss: Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => random.nextFloat())),
  path: [{ step, x: 0, y: 0, loss: 2.5 }]
}

const events: RunEvent[] = [
  {
    type: 'started',
    at: 1_700_000_000_000,
    config,
    device: { engine: 'wasm', label: 'WASM · 2 threads', description: 'Node “é” 0.0', threads: 2 },
    dataset: { ...dataset, classes: [...cifar10Classes] },
    trainImages: 1000,
    validationImages: 0,
    stepsPerEpoch: 250,
    totalSteps: 250,
    parameters: 30_730,
    versions: { tenfold: '0.1.0' }
  },
  ...Array.from({ length: 40 }, (_, i): RunEvent => {
    const at = 1_700_000_000_000 + i
    const place = { at, step: 5 * i + 5, epoch: 1, loss: random.nextFloat() }
    return i % 4 === 3
      ? { type: 'log', batch: place.step, ...place }
      : { type: 'progress', trainMs: i, waitMs: 0, ...place }
  }),
  { type: 'checkpoint', at: 1_700_000_000_050, step, epoch: 1 },
  { type: 'evaluated', at: 1_700_000_000_060, step, evaluation },
  { type: 'ended', at: 1_700_000_000_070, step, outcome: { kind: 'finished' } }
]

let folder = ''
let runFolder = ''
let runId = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-stored-'))
  const store = new RunStore(folder, () => undefined)
  runId = await store.create(config, { name: 'A run' })
  await store.append(runId, events)
  runFolder = store.folder(runId)
  await store.close()
  await writePredictions(runFolder, step, { labels, predicted, confidence })
  await writeLossSurface(runFolder, surface)
  const { learningRate } = config.optimizer
  await writeCheckpoint(runPaths.checkpoint(runFolder, step), {
    config,
    classes: cifar10Classes,
    dataset,
    epoch: 1,
    position: { ...startPosition(learningRate), step },
    state: {
      weights: initialWeights(config.model, 1),
      slots: optimizerSlots(config.optimizer).map(() =>
        trainableShapes(config.model).map(({ shape }) =>
          Float32Array.from({ length: volume(shape) }, () => random.nextFloat())
        )
      ),
      step
    },
    versions: { tenfold: '0.1.0' }
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function readRun(): Promise<object> {
  const store = new RunStore(folder, () => undefined)
  try {
    const run = await store.read(runId)
    const listed = await store.list()
    return { ...run, listed }
  } finally {
    await store.close()
  }
}
const readCheckpointBits = async (): Promise<object> =>
  bitsOf(await readCheckpoint(runPaths.checkpoint(runFolder, step)))

const kinds: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['run.json', 'run.json', readRun],
  ['events.jsonl', 'events.jsonl', readRun],
  ['an evaluation', `evaluations/${step}.json`, () => readPredictions(runFolder, step, evaluation)],
  ['a loss surface', 'surfaces/random.json', () => readLossSurface(runFolder, 'random')],
  ['model.json', `checkpoints/${step}/model.json`, readCheckpointBits],
  ['weights.bin', `checkpoints/${step}/weights.bin`, readCheckpointBits],
  ['training.json', `checkpoints/${step}/training.json`, readCheckpointBits]
]

test.each(kinds)(
  `%s: ${tries} corruptions are refused with a remedy, or change nothing`,
  async (_, name, read) => {
    const path = join(runFolder, name)
    const whole = await readFile(path)
    const original = await read()
    const chance = Random.seeded(
      seed,
      kinds.findIndex(([, other]) => other === name)
    )
    const refused = new Set<string>()
    for (let i = 0; i < tries; i++) {
      const { kind, bytes } = corrupt(whole, chance)
      await writeFile(path, bytes)
      const error = await read().then(
        (found) => {
          expect(found, `try ${i}: ${kind}`).toStrictEqual(original)
          return undefined
        },
        (thrown: unknown) => thrown
      )
      if (error === undefined) continue
      if (!(error instanceof LabError)) throw new Error(`try ${i}: ${kind}`, { cause: error })
      expect(['data-corrupt', 'checkpoint-invalid', 'unsupported'], error.message).toContain(error.code)
      expect(error.hint).not.toBe('')
      refused.add(kind)
    }
    await writeFile(path, whole)
    expect(await read()).toStrictEqual(original)
    expect(refused.size).toBeGreaterThan(corruptionKinds.length / 2)
  },
  120_000
)
