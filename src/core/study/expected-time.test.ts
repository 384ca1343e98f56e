import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { defineStudy } from './define-study'
import { expectedSeconds, sayDuration, sayTrainingTime, studyCost, type TimedRun } from './expected-time'
import { studyLayout } from './study-trials'

const run = (
  number: number,
  batchSize: number,
  msPerImage: number,
  change: Partial<TimedRun> = {}
): TimedRun => ({
  number,
  step: 100,
  batchSize,
  trainMs: 100 * batchSize * msPerImage,
  details: { network: { parameters: 62_006 } },
  ...change
})
const asked = { images: 10_000, parameters: 62_006, batchSize: 32 }

test('the newest run at the nearest batch size tells', () => {
  const runs = [run(1, 4, 1), run(2, 64, 0.1), run(3, 64, 0.2), run(4, 32, 9, { step: 3 })]
  expect(expectedSeconds(asked, runs)).toBeCloseTo(2, 12)
})

test('a run with another network tells nothing', () => {
  expect(expectedSeconds({ ...asked, parameters: 5 }, [run(1, 32, 1)])).toBeUndefined()
})

test.each([
  [0.2, 'about 1 s'],
  [42.4, 'about 42 s'],
  [100, 'about 2 min'],
  [754, 'about 13 min'],
  [7200, 'about 2 hours'],
  [200_000, 'about 2 days']
])('%d s', (seconds, text) => {
  expect(sayDuration(seconds)).toBe(text)
})

test('a study takes as long as its runs', () => {
  const variant = { ...lessonConfig, epochs: 1, trainImages: 400 }
  const layout = studyLayout(defineStudy({ variants: [variant], search: { kind: 'none' }, seeds: [1, 2, 3] }))
  expect(studyCost(layout, 50_000, [run(1, 4, 10)])).toEqual({ runs: 3, seconds: 12 })
  expect(studyCost(layout, 50_000, [])).toEqual({ runs: 3, seconds: undefined })
})

test.each<[number, number, number, boolean, string]>([
  [6, 23, 2, false, 'about 23 s of training; two at a time, about 12 s'],
  [5, 50, 2, false, 'about 50 s of training; two at a time, about 30 s'],
  [5, 50, 2, true, 'about 50 s of training; with two at a time, about 30 s'],
  [2, 50, 16, true, 'about 50 s of training; with two at a time, about 25 s'],
  [5, 50, 1, false, 'about 50 s of training, one run at a time'],
  [5, 50, 1, true, 'about 50 s of training']
])('%d runs of %d s, %d at a time', (runs, seconds, atOnce, assumed, text) => {
  expect(sayTrainingTime({ runs, seconds }, atOnce, assumed)).toBe(text)
})
