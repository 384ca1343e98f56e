import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { beganWith } from './began-with'
import { newRun } from './run-state'

const rates = (...all: readonly (readonly [fromStep: number, learningRate: number])[]) => ({
  ...newRun,
  config: lessonConfig,
  learningRates: all.map(([fromStep, learningRate]) => ({ fromStep, learningRate }))
})

test('a change during the training is none of its beginning', () => {
  expect(beganWith(rates([0, 0.001], [50, 0.1]))).toBe(lessonConfig)
  expect(beganWith(newRun)).toBeUndefined()
})

test('for a fork it is what its own first step was taken with', () => {
  const from = { runId: 'run-1', number: 1, name: 'Run 1', createdAt: 0, step: 50 }
  const fork = { ...rates([0, 0.1], [50, 0.001], [80, 0.2]), lineage: [from] }
  expect(beganWith(fork)).toBe(lessonConfig)
})

test('a change before the first step is', () => {
  expect(beganWith(rates([0, 0.02]))?.optimizer).toEqual({ ...lessonConfig.optimizer, learningRate: 0.02 })
})
