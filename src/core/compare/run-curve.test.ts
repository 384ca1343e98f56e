import { expect, test } from 'vitest'
import { Series } from '../maths/series'
import { newRun, type Validation } from '../run/run-state'
import { runCurve } from './run-curve'

const validation = (step: number): Validation => ({
  step,
  epoch: 1,
  loss: 1.4,
  accuracy: 0.5,
  trainLoss: 1.3,
  trainAccuracy: 0.6,
  durationMs: 5
})
const run = {
  ...newRun,
  stepsPerEpoch: 20,
  points: Series.of(
    { step: 10, loss: 2, trainMs: 1000 },
    { step: 20, loss: 1.5, trainMs: 3000 },
    { step: 40, loss: 1, trainMs: 4000 }
  ),
  validations: Series.of(validation(5), validation(15), validation(20), validation(45))
}

test('the recorded losses by step, epoch and time', () => {
  expect(runCurve(run, 'loss', 'step', 0)).toEqual([
    { x: 10, y: 2 },
    { x: 20, y: 1.5 },
    { x: 40, y: 1 }
  ])
  expect(runCurve(run, 'loss', 'epoch', 0).map(({ x }) => x)).toEqual([0.5, 1, 2])
  expect(runCurve(run, 'loss', 'time', 0).map(({ x }) => x)).toEqual([1, 3, 4])
})

test('the losses smoothed', () => {
  const [first, second] = runCurve(run, 'loss', 'step', 0.5)
  expect(first).toEqual({ x: 10, y: 2 })
  expect(second?.y).toBeCloseTo((2 * 0.25 + 1.5 * 0.5) / 0.75)
  expect(runCurve(run, 'validationLoss', 'step', 0.5).map(({ y }) => y)).toEqual([1.4, 1.4, 1.4, 1.4])
})

test('what was measured on validation images, at the time between the points around it', () => {
  expect(runCurve(run, 'validationAccuracy', 'time', 0)).toEqual([
    { x: 0.5, y: 0.5 },
    { x: 2, y: 0.5 },
    { x: 3, y: 0.5 },
    { x: 4, y: 0.5 }
  ])
  expect(runCurve(run, 'validationLoss', 'epoch', 0).map(({ x, y }) => [x, y])).toEqual([
    [0.25, 1.4],
    [0.75, 1.4],
    [1, 1.4],
    [2.25, 1.4]
  ])
})

test('a run without points has nothing, and no time', () => {
  expect(runCurve(newRun, 'loss', 'time', 0)).toEqual([])
  const early = { ...newRun, validations: Series.of(validation(5)) }
  expect(runCurve(early, 'validationLoss', 'time', 0)).toEqual([{ x: 0, y: 1.4 }])
})
