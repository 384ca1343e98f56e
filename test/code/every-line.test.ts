import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineText } from '../../src/core/code/code-line'
import { type Dialect, dialects } from '../../src/core/code/dialect'
import { scriptParts } from '../../src/core/code/script'
import { type DatasetInfo, usualNormalisation } from '../../src/core/data/dataset-info'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import type { KnownSetId } from '../../src/core/data/known-set-id'
import type { FolderImport } from '../../src/core/data/made-from'
import { layerTypes } from '../../src/core/layers/layer-kinds'
import { writeScript } from '../../src/core/lesson/write-script'
import { fitModel } from '../../src/core/model/fit-model'
import { inferShapes } from '../../src/core/model/infer-shapes'
import { lessonModel } from '../../src/core/model/lesson-model'
import { modelPresets } from '../../src/core/model/presets/model-presets'
import { defaultOptimizers, optimizerTypes } from '../../src/core/optimizers/optimizer-kinds'
import { scheduleNames } from '../../src/core/schedules/schedule-kinds'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { anyTraining } from '../engine-conformance/any-network'
import { compared, runnable } from './configurations'

/** Shorter would say no more than the code. */
const fewestWords = 2

/** Types of layers whose lines were read. */
const explained = new Set<string>()

/** What is wrong with the texts of a script's lines: each needs one that no other line has. */
function faults(
  dialect: Dialect,
  config: RunConfig,
  dataset: DatasetInfo,
  shapes = inferShapes(config.model)
): readonly string[] {
  const { parts } = writeScript(dialect, config, dataset, shapes)
  const seen = new Map<string, string>()
  for (const { layer } of shapes) explained.add(layer.type)
  return scriptParts.flatMap((part) =>
    parts[part].flatMap((line): string[] => {
      const code = lineText(line)
      if (code === '') return line.note === '' ? [] : [`a blank line has a text: ${line.note}`]
      if (line.note.split(' ').length < fewestWords) return [`no text: ${code}`]
      if (/undefined|NaN|\[object|\$\{/.test(line.note))
        return [`a hole in the text of ${code}: ${line.note}`]
      if (!/^(?:\p{Lu}|\d|\*\*|`)[^]*\.$/u.test(line.note))
        return [`no sentence of its own: ${code}: ${line.note}`]
      const other = seen.get(line.note)
      seen.set(line.note, code)
      return other === undefined ? [] : [`${other} and ${code} share the text ${line.note}`]
    })
  )
}

const numbered = (stem: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}${i + 1}`)

const datasets: readonly DatasetInfo[] = [
  lessonDataset,
  {
    id: 'grey',
    name: 'Grey',
    hash: 'a'.repeat(64),
    classes: ['only', 'two'],
    shape: [20, 28, 1],
    normalisation: { mean: [0.25], standardDeviation: [0.125] },
    labelBytes: 1,
    splits: { train: { images: 601, files: ['a.bin'] }, test: { images: 1, files: ['b.bin'] } }
  },
  {
    id: 'many',
    name: 'Many',
    hash: 'b'.repeat(64),
    classes: numbered('class ', 300),
    shape: [32, 32, 4],
    normalisation: { mean: [0.5, 0.4, 0.3, 0], standardDeviation: [0.25, 0.25, 0.5, 1] },
    labelBytes: 2,
    splits: {
      train: { images: 6000, files: numbered('train', 9) },
      test: { images: 300, files: numbered('test', 6) }
    }
  }
]

/** Made of a folder, in each way that a script can read it. */
const folderDatasets: readonly DatasetInfo[] = (
  [
    { fit: 'cover', split: { kind: 'given' }, leftOut: { count: 0, files: [] } },
    {
      fit: 'contain',
      split: { kind: 'given', folders: ['Training', 'val'] },
      leftOut: { count: 5, files: numbered('Training/only/a rather long name ', 5) }
    },
    { fit: 'stretch', split: { kind: 'seeded', seed: 3, testShare: 0.2 }, leftOut: { count: 0, files: [] } },
    {
      fit: 'cover',
      split: { kind: 'seeded', seed: 3, testShare: 0.2 },
      leftOut: { count: 1, files: ['only/it’s “one”.png'] },
      classFolders: ['zebra', 'ant']
    },
    {
      fit: 'cover',
      split: { kind: 'seeded', seed: 3, testShare: 0.2 },
      leftOut: { count: 300, files: numbered('only/', 200) },
      exportFirst: true
    }
  ] satisfies FolderImport[]
).flatMap((folder, i): DatasetInfo[] =>
  ([1, 3, 4] as const).map((channels) => ({
    id: `folder-${i}-${channels}`,
    name: 'Folder',
    hash: 'c'.repeat(64),
    classes: ['only', 'two'],
    shape: [20, 28, channels],
    normalisation: {
      mean: Array<number>(channels).fill(0.5),
      standardDeviation: Array<number>(channels).fill(0.5)
    },
    labelBytes: 1,
    splits: { train: { images: 601, files: ['a.bin'] }, test: { images: 1, files: ['b.bin'] } },
    folder
  }))
)

/** Those that torchvision has a class for, and one that it has none for. */
const knownDatasets: readonly DatasetInfo[] = (
  [
    { kind: 'cifar-10', official: true },
    { kind: 'cifar-100', variant: 'fine labels', official: true },
    { kind: 'mnist', official: true },
    { kind: 'mnist', official: false },
    { kind: 'emnist', variant: 'letters', official: true },
    { kind: 'emnist', variant: 'digits', official: true },
    { kind: 'svhn', official: true }
  ] satisfies KnownSetId[]
).map((known): DatasetInfo => {
  const shape: DatasetInfo['shape'] = known.kind.endsWith('mnist') ? [28, 28, 1] : [32, 32, 3]
  return {
    id: [known.kind, known.variant, known.official ? 'official' : 'other'].join(' '),
    name: 'Known',
    hash: 'd'.repeat(64),
    classes: ['only', 'two'],
    shape,
    normalisation: usualNormalisation(shape),
    labelBytes: 1,
    splits: { train: { images: 601, files: ['a.bin'] }, test: { images: 1, files: ['b.bin'] } },
    known
  }
})

describe.each(dialects)('every line of %s has a text of its own', (dialect) => {
  test.each([...runnable, ...compared])('$name', ({ config }) => {
    expect(faults(dialect, config, lessonDataset)).toEqual([])
  })

  test.each(modelPresets)('the preset $id', ({ model }) => {
    expect(faults(dialect, { ...lessonConfig, model }, lessonDataset)).toEqual([])
  })

  test.each([...datasets, ...folderDatasets, ...knownDatasets])('the data set $id', (dataset) => {
    const config = { ...lessonConfig, model: fitModel(lessonModel, dataset) }
    expect(faults(dialect, config, dataset)).toEqual([])
  })

  test.each(optimizerTypes)('the optimizer %s, with and without its switches', (type) => {
    const spec = defaultOptimizers[type]
    const variants = [spec, { ...spec, weightDecay: 0.3 }, { ...spec, weightDecay: 0 }]
    if (spec.type === 'sgd') variants.push({ ...spec, momentum: 0 }, { ...spec, nesterov: true })
    for (const optimizer of variants)
      expect(faults(dialect, { ...lessonConfig, optimizer }, lessonDataset)).toEqual([])
  })

  test.each(scheduleNames)('the schedule %s, with and without a warm-up', (schedule) => {
    for (const warmup of [0, 0.1])
      expect(faults(dialect, { ...lessonConfig, schedule, warmup }, lessonDataset)).toEqual([])
  })

  test('a network that does not fit, wherever it stops', () => {
    for (let fitting = 0; fitting < lessonModel.layers.length; fitting++) {
      const shapes = inferShapes(lessonModel).slice(0, fitting)
      expect(faults(dialect, lessonConfig, lessonDataset, shapes)).toEqual([])
    }
  })

  test('networks and settings drawn at random', () => {
    fc.assert(
      fc.property(
        anyTraining,
        fc.record({
          batchSize: fc.integer({ min: 1, max: 100 }),
          epochs: fc.integer({ min: 1, max: 3 }),
          workers: fc.integer({ min: 0, max: 3 }),
          threads: fc.integer({ min: 0, max: 3 }),
          seed: fc.nat(),
          validationSplit: fc.constantFrom(0, 0.2, 0.5),
          trainImages: fc.constantFrom(0, 1, 500),
          schedule: fc.constantFrom(...scheduleNames),
          warmup: fc.constantFrom(0, 0.001, 0.3),
          labelSmoothing: fc.constantFrom(0, 0.2),
          clip: fc.constantFrom(0, 0.75),
          classWeights: fc.constantFrom('equal', 'balanced'),
          patience: fc.constantFrom(0, 1, 5),
          ema: fc.constantFrom(0, 0.99),
          flip: fc.constantFrom('off', 'random', 'alternating'),
          crop: fc.constantFrom(0, 1, 4),
          brightness: fc.constantFrom(0, 0.2),
          contrast: fc.constantFrom(0, 1),
          cutout: fc.constantFrom(0, 1, 8),
          logEvery: fc.constantFrom(1, 7, 2000),
          checkpointEvery: fc.constantFrom(1, 13, 2000)
        }),
        fc.constantFrom(...optimizerTypes),
        fc.constantFrom(...datasets, ...folderDatasets, ...knownDatasets),
        ({ model }, drawn, type, dataset) => {
          // Without validation, a run with early stopping does not start.
          const settings = drawn.validationSplit > 0 ? drawn : { ...drawn, patience: 0 }
          expect(
            faults(
              dialect,
              { ...lessonConfig, ...settings, model, optimizer: defaultOptimizers[type] },
              dataset
            )
          ).toEqual([])
        }
      ),
      { seed: 14, numRuns: 400 }
    )
  })
})

test('no type of layer was left out', () => {
  expect([...explained].sort()).toEqual([...layerTypes].sort())
})
