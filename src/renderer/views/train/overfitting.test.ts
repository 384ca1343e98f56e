import { expect, test } from 'vitest'
import { lessonConfig, runConfig } from '../../../core/run-config'
import { measuredGaps, overfittingConfig, overfittingVerdict } from './overfitting'

const gap = (epoch: number, trainLoss: number, loss: number, trainAccuracy = 0.5, accuracy = 0.5) => ({
  step: epoch * 100,
  epoch,
  loss,
  accuracy,
  trainLoss,
  trainAccuracy
})

test('only what was measured on both counts', () => {
  const both = gap(2, 1, 1.5)
  expect(measuredGaps([{ ...gap(1, 1, 1), trainLoss: undefined, trainAccuracy: undefined }, both])).toEqual([
    both
  ])
})

test('the experiment can be run, and changes nothing but what it needs', () => {
  const config = overfittingConfig({ ...lessonConfig, batchSize: 16 })
  expect(runConfig.parse(config)).toEqual(config)
  expect(config).toMatchObject({
    batchSize: 16,
    model: lessonConfig.model,
    optimizer: lessonConfig.optimizer
  })
  expect(config.trainImages).toBeGreaterThan(0)
  expect(config.validationSplit).toBeGreaterThan(0)
})

test('the verdict names the epoch from which the validation loss rises', () => {
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.5, 1.8), gap(3, 0.5, 2.4)])).toMatch(/Since epoch 2/)
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.5, 1.8, 0.6, 0.45)])).toMatch(/15 points better/)
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.9, 1.91)])).toMatch(/go together/)
  expect(overfittingVerdict([])).toBe('')
})
