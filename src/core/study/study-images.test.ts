import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { defineStudy } from './define-study'
import type { StudyPlan } from './study-plan'
import { studyImages } from './study-images'
import { studyLayout } from './study-trials'

const count = (plan: Partial<StudyPlan>): ReturnType<typeof studyImages> =>
  studyImages(
    studyLayout(defineStudy({ variants: [lessonConfig], search: { kind: 'none' }, seeds: [1, 2], ...plan })),
    1000
  )
const grid: StudyPlan['search'] = {
  kind: 'grid',
  axes: [{ name: 'learningRate', values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] }]
}
const halving = { firstEpochs: 1, keepOneIn: 3 }

test('every epoch of every run', () => {
  expect(count({})).toEqual({ runs: 2, images: 2 * lessonConfig.epochs * 1000 })
})

test('with halving, a constant rate goes on where the round before ended', () => {
  const variants = [{ ...lessonConfig, epochs: 9, validationSplit: 0.5 }]
  // 9 settings for 1 epoch, 3 for 2 more, 1 for 6 more.
  expect(count({ variants, search: grid, seeds: [1], halving })).toEqual({ runs: 13, images: 21 * 500 })
})

test('with halving, a schedule starts again in each round', () => {
  const variants = [{ ...lessonConfig, epochs: 9, validationSplit: 0.5, schedule: 'cosine' as const }]
  expect(count({ variants, search: grid, seeds: [1], halving })).toEqual({ runs: 13, images: 27 * 500 })
})
