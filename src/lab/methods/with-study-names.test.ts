import { expect, test } from 'vitest'
import { lessonConfig } from '../../core/settings/run-config'
import { defineStudy } from '../../core/study/define-study'
import type { ListedRun } from '../contract/listed-run'
import { withStudyNames } from './with-study-names'

const run = (study?: ListedRun['study']): ListedRun => ({
  runId: 'run-1',
  number: 1,
  name: 'Run 1',
  createdAt: 0,
  status: { kind: 'finished' },
  step: 1,
  totalSteps: 1,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 0,
  ...(study === undefined ? {} : { study })
})
const definition = defineStudy({ variants: [lessonConfig], search: { kind: 'none' }, seeds: [1, 2] })
const study = { studyId: 'study-3', number: 3, name: 'Batch sizes', createdAt: 7, definition, skipped: [] }

test('a run has the name of its study, and not of a later one with its number', () => {
  const place = { studyId: 'study-3', trial: 0, round: 0 }
  const runs = [run({ ...place, createdAt: 7 }), run({ ...place, createdAt: 6 }), run()]
  expect(withStudyNames(runs, [study]).map(({ studyName }) => studyName)).toEqual([
    'Batch sizes',
    undefined,
    undefined
  ])
})
