import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { lineText } from '../../core/code/code-line'
import { dialects } from '../../core/code/dialect'
import { type Script, scriptParts } from '../../core/code/script'
import { settingsWithoutLine, writeScript } from '../../core/lesson/write-script'
import { defaultOptimizers } from '../../core/optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../../core/settings/run-config'
import { type FieldName, fieldNames } from '../../core/settings/settings'
import type { Topic } from '../../core/lesson/topic'
import { placeOf } from './place-of'

const sgd = lessonConfig.optimizer
const { rmsprop, adam } = defaultOptimizers
const optimized = (optimizer: RunConfig['optimizer']): RunConfig => ({ ...lessonConfig, optimizer })
const changed = (change: Partial<RunConfig>): RunConfig => ({ ...lessonConfig, ...change })

/** For each control of the form, its setting before and after somebody used it. */
const uses: Readonly<Record<FieldName, readonly [RunConfig, RunConfig]>> = {
  batchSize: [lessonConfig, changed({ batchSize: 33 })],
  workers: [lessonConfig, changed({ workers: 5 })],
  epochs: [lessonConfig, changed({ epochs: 9 })],
  optimizer: [lessonConfig, optimized(adam)],
  learningRate: [lessonConfig, optimized({ ...sgd, learningRate: 0.05 })],
  momentum: [lessonConfig, optimized({ ...sgd, momentum: 0.5 })],
  nesterov: [lessonConfig, optimized({ ...sgd, nesterov: true })],
  alpha: [optimized(rmsprop), optimized({ ...rmsprop, alpha: 0.5 })],
  beta1: [optimized(adam), optimized({ ...adam, beta1: 0.5 })],
  beta2: [optimized(adam), optimized({ ...adam, beta2: 0.5 })],
  epsilon: [optimized(adam), optimized({ ...adam, epsilon: 0.001 })],
  weightDecay: [lessonConfig, optimized({ ...sgd, weightDecay: 0.1 })],
  schedule: [lessonConfig, changed({ schedule: 'cosine' })],
  warmup: [lessonConfig, changed({ warmup: 0.2 })],
  labelSmoothing: [lessonConfig, changed({ labelSmoothing: 0.1 })],
  classWeights: [lessonConfig, changed({ classWeights: 'balanced' })],
  clip: [lessonConfig, changed({ clip: 1.5 })],
  patience: [lessonConfig, changed({ validationSplit: 0.1, patience: 3 })],
  ema: [lessonConfig, changed({ ema: 0.99 })],
  evaluateEvery: [lessonConfig, changed({ validationSplit: 0.1, evaluateEvery: 500 })],
  watchTest: [lessonConfig, changed({ watchTest: true })],
  seed: [lessonConfig, changed({ seed: 77 })],
  validationSplit: [lessonConfig, changed({ validationSplit: 0.3 })],
  trainImages: [lessonConfig, changed({ trainImages: 700 })],
  flip: [lessonConfig, changed({ flip: 'random' })],
  crop: [lessonConfig, changed({ crop: 4 })],
  brightness: [lessonConfig, changed({ brightness: 0.3 })],
  contrast: [lessonConfig, changed({ contrast: 0.4 })],
  cutout: [lessonConfig, changed({ cutout: 8 })],
  engine: [lessonConfig, lessonConfig],
  threads: [lessonConfig, changed({ threads: 3 })],
  logEvery: [lessonConfig, changed({ logEvery: 11 })],
  checkpointEvery: [lessonConfig, changed({ checkpointEvery: 13 })],
  keepCheckpoints: [lessonConfig, changed({ keepCheckpoints: 'all' })]
}

const linesOf = (script: Script, key: Topic): string =>
  scriptParts
    .flatMap((part) => script.parts[part])
    .filter(({ link }) => link === key)
    .map(lineText)
    .join('\n')

describe.each(dialects)('%s', (dialect) => {
  test.each(fieldNames)('using the control %s rewrites its lines', (field) => {
    const [before, after] = uses[field]
    const lines = linesOf(writeScript(dialect, after, lessonDataset), field)
    if (settingsWithoutLine[dialect].some((one) => one === field)) {
      expect(lines).toBe('')
      return
    }
    expect(lines).not.toBe('')
    // The script looks for the device itself: one that names another's graphics card would not run as it is.
    if (field !== 'engine')
      expect(lines).not.toBe(linesOf(writeScript(dialect, before, lessonDataset), field))
  })

  test('each line leads to its control or picture, or to nothing but words', () => {
    const config = changed({ validationSplit: 0.2, trainImages: 100, threads: 2 })
    const placeless = new Set<Topic>()
    for (const part of scriptParts) {
      for (const { link } of writeScript(dialect, config, lessonDataset).parts[part]) {
        if (link !== undefined && placeOf(link, part, config) === undefined) placeless.add(link)
      }
    }
    const words: readonly Topic[] = ['imports', 'shuffle', 'mainGuard', 'finished', 'predicted', 'noGrad']
    expect(words).toEqual(expect.arrayContaining([...placeless]))
  })
})

test.each(fieldNames)('the control %s is in a room, with its value', (field) => {
  const place = placeOf(field, 'evaluate', uses[field][1])
  expect(place?.kind).toBe('control')
  expect(place?.value).not.toBe('')
  expect(scriptParts).toContain(place?.room)
})

test('what is in the room where one is is not looked for elsewhere', () => {
  expect(placeOf('batchSize', 'train', lessonConfig)?.room).toBe('train')
  expect(placeOf('batchSize', 'evaluate', lessonConfig)?.room).toBe('data')
  expect(placeOf('layer:fc1', 'train', lessonConfig)).toMatchObject({ label: 'Layer fc1', room: 'network' })
})

test('values are said as the controls say them', () => {
  const config = optimized({ ...sgd, nesterov: true })
  expect(placeOf('nesterov', 'optimizer', config)?.value).toBe('on')
  expect(placeOf('optimizer', 'optimizer', config)?.value).toBe('SGD')
  expect(placeOf('validationSplit', 'train', changed({ validationSplit: 0.25 }))?.value).toBe('25 %')
})
