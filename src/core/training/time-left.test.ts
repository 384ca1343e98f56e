import { describe, expect, test } from 'vitest'
import { newRun, type RunState, type Validation } from '../run/run-state'
import { Series } from '../maths/series'
import { runPhase, secondsLeft } from './time-left'

/** 10 steps a second of 4 images each, all of it computing: a tenth of a second a step, 25 ms an image. */
const run: RunState = {
  ...newRun,
  status: { kind: 'training' },
  trainImages: 400,
  stepsPerEpoch: 100,
  totalSteps: 300,
  step: 100,
  recent: [
    { step: 50, trainMs: 5000, waitMs: 0, computeMs: 5000 },
    { step: 100, trainMs: 10_000, waitMs: 0, computeMs: 10_000 }
  ]
}
const validation = (epoch: number, durationMs: number | undefined): Validation => ({
  epoch,
  step: 100 * epoch,
  loss: 1,
  accuracy: 0.5,
  trainLoss: 1,
  trainAccuracy: 0.5,
  durationMs
})

describe('the time left', () => {
  test('is that of the steps where nothing else follows', () => {
    expect(secondsLeft(run)).toBeCloseTo(20)
  })

  test('has the evaluation of the finished network in it, also after the last step', () => {
    const tested = { ...run, testImages: 1200 }
    expect(secondsLeft(tested)).toBeCloseTo(20 + (1200 * 0.025) / 3)
    expect(secondsLeft({ ...tested, step: 300 })).toBeCloseTo(10)
  })

  test('takes the forward pass by its part of the timed steps', () => {
    const phases = { samples: 1, forward: 20, backward: 40, update: 20 }
    expect(secondsLeft({ ...run, testImages: 1000, phases })).toBeCloseTo(20 + (1000 * 0.025) / 4)
  })

  test('has the validations in it: as guessed at first, then as long as they take', () => {
    const validated = { ...run, validationImages: 60 }
    expect(secondsLeft(validated)).toBeCloseTo(20 + (3 * 2 * 60 * 0.025) / 3)
    expect(secondsLeft({ ...validated, validations: Series.of(validation(1, 4000)) })).toBeCloseTo(20 + 2 * 4)
    expect(secondsLeft({ ...validated, validations: Series.of(validation(1, undefined)) })).toBeCloseTo(22)
  })

  test('is not known before the first figures, and of no run that is not under way', () => {
    expect(secondsLeft({ ...run, recent: [] })).toBeUndefined()
    for (const kind of ['paused', 'stopped', 'finished'] as const) {
      expect(secondsLeft({ ...run, status: { kind } })).toBeUndefined()
    }
  })
})

test('a run validates at the end of each epoch, and is evaluated after the last', () => {
  const validated = { ...run, validationImages: 60 }
  expect(runPhase({ ...validated, step: 99 })).toBe('training')
  expect(runPhase(validated)).toBe('validating')
  expect(runPhase({ ...validated, validations: Series.of(validation(1, 10)) })).toBe('training')
  expect(runPhase({ ...validated, step: 300, validations: Series.of(validation(3, 10)) })).toBe('evaluating')
  expect(runPhase({ ...run, step: 300 })).toBe('evaluating')
  expect(runPhase({ ...run, step: 200, selected: { step: 100, epoch: 1, loss: 1 } })).toBe('evaluating')
  expect(runPhase({ ...run, step: 300, status: { kind: 'finished' } })).toBeUndefined()
})
