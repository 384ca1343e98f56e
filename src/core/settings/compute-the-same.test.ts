import { expect, test } from 'vitest'
import { computeTheSame } from './compute-the-same'
import { lessonConfig, type RunConfig } from './run-config'

const means: readonly Partial<RunConfig>[] = [
  { engine: 'reference' },
  { threads: 3 },
  { workers: 5 },
  { checkpointEvery: 7 },
  { keepCheckpoints: 'all' }
]

test.each(means)('runs that differ in %j alone train the same', (change) => {
  expect(computeTheSame(lessonConfig, { ...lessonConfig, ...change })).toBe(true)
})

const { model, optimizer } = lessonConfig
const matters: readonly Partial<RunConfig>[] = [
  { batchSize: 5 },
  { epochs: 3 },
  { seed: 9 },
  { validationSplit: 0.3 },
  { trainImages: 10 },
  { flip: 'random' },
  { crop: 4 },
  { logEvery: 17 },
  { optimizer: { ...optimizer, learningRate: 0.5 } },
  { model: { ...model, layers: model.layers.slice(1) } }
]

test.each(matters)('runs that differ in %j do not', (change) => {
  expect(computeTheSame(lessonConfig, { ...lessonConfig, ...change })).toBe(false)
})
