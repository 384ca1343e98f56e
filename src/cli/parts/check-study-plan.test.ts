import { expect, test } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import type { StudyPlan } from '../../core/study/study-plan'
import { checkStudyPlan, type PlanOptions } from './check-study-plan'

const plan: StudyPlan = { variants: [lessonConfig], search: { kind: 'none' }, seeds: [1, 2] }
const axes = [{ name: 'learningRate' as const, from: 0.1, to: 1, scale: 'log' as const }]

test.each<[Partial<StudyPlan>, PlanOptions, string]>([
  [
    { search: { kind: 'random', axes, count: 0, seed: 1 } },
    { random: 0 },
    '--random 0: number of settings must be a whole number from 2 to 1,000.'
  ],
  [
    { search: { kind: 'random', axes, count: 3, seed: -1 } },
    { searchSeed: -1 },
    '--search-seed -1: seed must be a whole number from 0 to 4,294,967,295.'
  ],
  [
    { halving: { keepOneIn: 1, firstEpochs: 0 } },
    { halving: 1, firstEpochs: 0 },
    '--first-epochs 0: epochs of the first round must be a whole number from 1 to 1,000; --halving 1: settings of which one goes on must be a whole number from 2 to 10.'
  ],
  [{ parallel: 0 }, { parallel: 0 }, '--parallel 0: runs at a time must be a whole number from 1 to 256.'],
  [{ seeds: [1, 1] }, { seeds: '1,1' }, '--seeds 1,1: a seed is listed twice.']
])('%j', (change, options, message) => {
  expect(() => checkStudyPlan({ ...plan, ...change }, options)).toThrow(message)
})

test('what can be trained is no problem', () => {
  expect(() => checkStudyPlan(plan, {})).not.toThrow()
})
