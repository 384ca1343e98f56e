import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { checkSettings, settingProblem } from './check-settings'
import { lessonConfig, type RunConfig } from './run-config'

const nesterov = { ...defaultOptimizers.sgd, nesterov: true }

test.each<[Partial<RunConfig>, string]>([
  [{ optimizer: { ...nesterov, momentum: 0 } }, 'Nesterov momentum needs a momentum above 0'],
  [{ trainImages: 60_000 }, 'CIFAR-10 has 50,000 training images: 60,000 are more than there are'],
  [
    { trainImages: 40_001, validationSplit: 0.2 },
    'CIFAR-10 has 50,000 training images, of which 10,000 are held back: 40,001 are more than there are'
  ],
  [
    { validationSplit: 1e-6 },
    'CIFAR-10 has 50,000 training images: this validation split holds back none of them'
  ]
])('%j is refused', (change, message) => {
  expect(settingProblem({ ...lessonConfig, ...change }, lessonDataset)?.message).toBe(message)
  expect(() => checkSettings({ ...lessonConfig, ...change }, lessonDataset)).toThrow(`${message}.`)
})

test.each<Partial<RunConfig>>([
  {},
  { optimizer: nesterov },
  { optimizer: { ...defaultOptimizers.sgd, momentum: 0 } },
  { trainImages: 50_000 },
  { trainImages: 40_000, validationSplit: 0.2 }
])('%j can be trained', (change) => {
  expect(settingProblem({ ...lessonConfig, ...change }, lessonDataset)).toBeUndefined()
})

test('of a data set that is not known nothing is said', () => {
  expect(settingProblem({ ...lessonConfig, trainImages: 60_000 }, undefined)).toBeUndefined()
})
