import { expect, test } from 'vitest'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonConfig } from '../settings/run-config'
import { searchesAlike } from './searches-alike'

test('a rate and its schedule make no other search, a batch size and an optimizer do', () => {
  const { optimizer } = lessonConfig
  const like = (change: object): boolean => searchesAlike(lessonConfig, { ...lessonConfig, ...change })
  expect(like({})).toBe(true)
  expect(like({ optimizer: { ...optimizer, learningRate: 0.1 }, schedule: 'cosine', epochs: 9 })).toBe(true)
  expect(like({ engine: 'reference', threads: 1, workers: 0 })).toBe(true)
  expect(like({ batchSize: 64 })).toBe(false)
  expect(like({ optimizer: { ...optimizer, momentum: 0 } })).toBe(false)
  expect(like({ optimizer: defaultOptimizers.adam })).toBe(false)
  expect(like({ seed: 2 })).toBe(false)
})
