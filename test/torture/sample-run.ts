import { confusionCells, type Evaluation } from '../../src/core/run/evaluation'
import { required } from '../../src/core/base/required'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { trainableShapes } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import { initialWeights } from '../../src/core/model/initial-weights'
import { modelSpec } from '../../src/core/model/model-spec'
import { optimizerStateNames } from '../../src/core/optimizers/optimizer-kinds'
import { Random } from '../../src/core/maths/random'
import { lessonConfig } from '../../src/core/settings/run-config'
import type { RunEvent } from '../../src/core/run/run-event'
import { startPosition } from '../../src/core/training/train-job'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import type { NotesChange } from '../../src/core/run-table/notes-change'
import type { LossSurface } from '../../src/lab/contract/loss-surface'
import type { Predictions } from '../../src/lab/runs/evaluation-file'

/** All that there can be of a run, made up and small. */
export interface SampleRun {
  readonly events: readonly RunEvent[]
  readonly step: number
  readonly checkpoint: Checkpoint
  readonly evaluation: Evaluation
  readonly predictions: Predictions
  readonly surface: LossSurface
  readonly notes: NotesChange
}

export const sampleConfig = {
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
const dataset = { name: 'CIFAR-10', hash: 'c'.repeat(64) }

/** The same seed, the same run. */
export function sampleRun(seed: number): SampleRun {
  const random = Random.seeded(seed)
  const labels = Uint16Array.from({ length: rows }, () => random.nextBelow(10))
  const predicted = Uint16Array.from({ length: rows }, () => random.nextBelow(10))
  const confidence = Float32Array.from({ length: rows }, () => random.nextFloat())
  const classes = [...lessonDataset.classes]
  const matrix = classes.map(() => classes.map(() => 0))
  labels.forEach((label, i) => {
    const row = required(matrix[label], 'a row of each class')
    const column = required(predicted[i], 'a prediction of each row')
    row[column] = required(row[column], 'a cell of each class') + 1
  })
  const evaluation: Evaluation = {
    split: 'test',
    classes,
    cells: confusionCells(matrix),
    loss: 2.1,
    durationMs: 5
  }
  return {
    events: sampleEvents(seed, evaluation, random),
    step,
    evaluation,
    predictions: { labels, predicted, confidence, trueProbability: confidence },
    surface: {
      directions: 'random',
      step,
      images: 100,
      x: [-1, 0, 1],
      y: [-1, 0, 1],
      loss: Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => random.nextFloat())),
      path: [{ step, x: 0, y: 0, loss: 2.5 }]
    },
    notes: {
      star: true,
      note: `Seed ${seed},\nof two “lines”.`,
      tag: ['sample', `seed ${seed}`],
      group: 'samples'
    },
    checkpoint: {
      config: { ...sampleConfig, seed },
      classes: lessonDataset.classes,
      dataset,
      epoch: 1,
      position: { ...startPosition(sampleConfig.optimizer.learningRate), step },
      state: {
        weights: initialWeights(sampleConfig.model, seed),
        optimizerState: optimizerStateNames(sampleConfig.optimizer).map(() =>
          trainableShapes(sampleConfig.model).map(({ shape }) =>
            Float32Array.from({ length: volume(shape) }, () => random.nextFloat())
          )
        ),
        step,
        optimizerSteps: step
      },
      versions: { tenfold: '0.1.0' }
    }
  }
}

function sampleEvents(seed: number, evaluation: Evaluation, random: Random): RunEvent[] {
  const begin = 1_700_000_000_000
  return [
    {
      type: 'started',
      at: begin,
      config: { ...sampleConfig, seed },
      device: { engine: 'wasm', label: 'WASM · 2 threads', description: 'Node “é” 0.0', threads: 2 },
      dataset: { ...dataset, classes: [...lessonDataset.classes] },
      trainImages: 1000,
      validationImages: 0,
      stepsPerEpoch: 250,
      totalSteps: 250,
      parameters: 490,
      versions: { tenfold: '0.1.0' }
    },
    ...Array.from({ length: 40 }, (_, i): RunEvent => {
      const place = { at: begin + i, step: 5 * i + 5, epoch: 1, loss: random.nextFloat() }
      return i % 4 === 3
        ? { type: 'log', batch: place.step, ...place }
        : { type: 'progress', trainMs: i, waitMs: 0, ...place }
    }),
    { type: 'checkpoint', at: begin + 50, step, epoch: 1 },
    { type: 'evaluated', at: begin + 60, step, evaluation },
    { type: 'ended', at: begin + 70, step, outcome: { kind: 'finished' } }
  ]
}
