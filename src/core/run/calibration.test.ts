import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibrationBins, CalibrationCount, calibrationError, overconfidence } from './calibration'

function count(predictions: readonly (readonly [number, boolean])[]): CalibrationCount {
  const counted = new CalibrationCount()
  for (const [confidence, isCorrect] of predictions) counted.add(confidence, isCorrect)
  return counted
}

test('a confidence at the edge of two bins belongs to the lower one', () => {
  const { bins } = count([
    [0, false],
    [0.1, true],
    [0.2, true],
    [0.21, true],
    [1, true]
  ])
  expect(bins.map(({ images }) => images)).toEqual([2, 1, 1, 0, 0, 0, 0, 0, 0, 1])
})

test('nine of ten right at 0.9 is calibrated, five of ten is not', () => {
  const at = (correct: number): CalibrationCount =>
    count(Array.from({ length: 10 }, (_, i) => [0.9, i < correct] as const))
  expect(calibrationError(at(9).bins)).toBeCloseTo(0, 12)
  expect(calibrationError(at(5).bins)).toBeCloseTo(0.4, 12)
  expect(overconfidence(at(5).bins)).toBeCloseTo(0.4, 12)
  expect(overconfidence(at(10).bins)).toBeCloseTo(-0.1, 12)
})

test('of nothing, nothing is wrong', () => {
  expect(calibrationError(count([]).bins)).toBe(0)
  expect(overconfidence(count([]).bins)).toBe(0)
})

test('every prediction is counted once, and the error is at least the overconfidence', () => {
  const prediction = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  fc.assert(
    fc.property(fc.array(prediction, { maxLength: 60 }), (predictions) => {
      const { bins } = count(predictions)
      expect(bins).toHaveLength(calibrationBins)
      expect(bins.reduce((sum, { images }) => sum + images, 0)).toBe(predictions.length)
      expect(calibrationError(bins)).toBeGreaterThanOrEqual(Math.abs(overconfidence(bins)) - 1e-12)
      expect(calibrationError(bins)).toBeLessThanOrEqual(1)
    })
  )
})
