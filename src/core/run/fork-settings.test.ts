import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { forkSettings } from './fork-settings'

const learningRates = [
  { fromStep: 0, learningRate: 0.001 },
  { fromStep: 50, learningRate: 0.1 },
  { fromStep: 80, learningRate: 0.2 }
]

test('are those with which the run trained on after the step', () => {
  const rateAt = (step: number): number =>
    forkSettings(lessonConfig, { learningRates }, step).optimizer.learningRate
  expect([49, 50, 79, 80].map(rateAt)).toEqual([0.001, 0.1, 0.1, 0.2])
  expect(forkSettings(lessonConfig, { learningRates: [] }, 5)).toBe(lessonConfig)
})
