import { expect, test } from 'vitest'
import { lessonConfig, runConfig } from '../../../core/settings/run-config'
import type { Validation } from '../../../core/run/run-state'
import { Series } from '../../../core/maths/series'
import { gapCurves, measuredGaps, overfittingConfig, overfittingVerdict } from './overfitting'

const gap = (epoch: number, trainLoss: number, loss: number, trainAccuracy = 0.5, accuracy = 0.5) => ({
  step: epoch * 100,
  epoch,
  loss,
  accuracy,
  trainLoss,
  trainAccuracy,
  durationMs: 10
})

test('only what was measured on both counts', () => {
  const both = gap(2, 1, 1.5)
  expect(
    measuredGaps(
      Series.of<Validation>({ ...gap(1, 1, 1), trainLoss: undefined, trainAccuracy: undefined }, both)
    )
  ).toEqual([both])
})

test('the experiment can be run, and takes steps enough whatever was chosen', () => {
  const narrow = { ...lessonConfig.model, layers: lessonConfig.model.layers.slice(-1) }
  const chosen = { ...lessonConfig, batchSize: 512, seed: 7, model: narrow }
  const slow = { ...chosen, optimizer: { ...lessonConfig.optimizer, learningRate: 1e-6 } }
  const config = overfittingConfig(slow, 50_000)
  expect(config).toMatchObject({ model: narrow, seed: 7, optimizer: lessonConfig.optimizer })
  expect((config.epochs * config.trainImages) / config.batchSize).toBeGreaterThan(5000)
  expect(config.validationSplit).toBeGreaterThan(0)
  expect(runConfig.parse({ ...config, model: lessonConfig.model })).toMatchObject({ seed: 7 })
  expect(overfittingConfig(slow, 100).trainImages).toBe(96)
})

test('the verdict names the epoch from which the validation loss rises', () => {
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.5, 1.8), gap(3, 0.5, 2.4)])).toMatch(
    /lowest after epoch 2 .* training loss fell.* was best after epoch 2\./
  )
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.5, 1.8, 0.6, 0.45)])).toMatch(/15 points higher/)
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.9, 1.91)])).toMatch(/stay close/)
  expect(overfittingVerdict([gap(1, 2, 2.1), gap(2, 2.6, 2.8)])).toMatch(/not over-fitting/)
  expect(overfittingVerdict([])).toBe('')
})

test('a loss that rises while the accuracy does not fall is explained', () => {
  const verdict = (accuracy: number) =>
    overfittingVerdict([gap(1, 2, 2.1), gap(2, 1.5, 1.8, 0.6, 0.3), gap(3, 0.1, 6, 1, accuracy)])
  expect(verdict(0.34)).toMatch(/accuracy still rose from 30 % to 34 %\. That is no contradiction/)
  expect(verdict(0.302)).toMatch(/accuracy is still 30 %\. /)
  expect(verdict(0.25)).not.toContain('accuracy')
})

test('the curves of a run that has just begun leave room for its epochs', () => {
  const { loss, accuracy } = gapCurves([gap(1, 2, 2.5, 0.25, 0.125)], 60, 10)
  expect(loss).toMatchObject({ epochs: [1], lastEpoch: 60, training: [2], validation: [2.5], max: 2.5 })
  expect(accuracy).toMatchObject({ training: [25], validation: [12.5], max: 100 })
  const short = gapCurves([gap(1, 2, 1.9)], 1, 10).loss
  expect(short.lastEpoch).toBe(2)
  // That of guessing is in the picture.
  expect(short.max).toBeGreaterThan(Math.log(10))
})
