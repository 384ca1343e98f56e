import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { defineStudy } from '../../../core/study/define-study'
import { studyLayout } from '../../../core/study/study-trials'
import type { Study, StudyRun } from '../../../lab/contract/study'
import { sortTrials, trialRows } from './trial-rows'

const definition = defineStudy({
  variants: [lessonConfig, { ...lessonConfig, batchSize: 64 }],
  search: { kind: 'none' },
  seeds: [1, 2]
})
const run = (trial: number, change: Partial<StudyRun> = {}): StudyRun => ({
  runId: `run-${trial}`,
  number: trial,
  trial,
  round: 0,
  status: { kind: 'finished' },
  step: 10,
  totalSteps: 10,
  trainMs: 5,
  ...change
})
const study: Study = {
  summary: {
    studyId: 'study-1',
    number: 1,
    name: 'Study 1',
    createdAt: 0,
    status: { kind: 'paused' },
    total: 4,
    finished: 1,
    failed: 0,
    skipped: 1
  },
  definition,
  skipped: [0, 2],
  runs: [
    run(0, { accuracy: 0.5 }),
    run(1, { status: { kind: 'stopped' }, step: 4 }),
    run(0, { round: 1, accuracy: 0.6 })
  ]
}
const rows = trialRows(studyLayout(definition), study)

test('each trial with its run of the last round', () => {
  expect(rows.map(({ title, seed }) => [title, seed])).toEqual([
    ['batch size 4', 1],
    ['batch size 64', 1],
    ['batch size 4', 2],
    ['batch size 64', 2]
  ])
  expect(rows.map((row) => row.run?.accuracy)).toEqual([0.6, undefined, undefined, undefined])
})

test('what has finished was not left out, and what is open can be stopped', () => {
  expect(rows.map(({ leftOut }) => leftOut)).toEqual([false, false, true, false])
  expect(rows.map(({ canStop }) => canStop)).toEqual([false, true, false, true])
})

test('rows without a value come last, either way', () => {
  expect(sortTrials(rows, 'steps', true).map(({ trial }) => trial)).toEqual([0, 1, 2, 3])
  expect(sortTrials(rows, 'steps', false).map(({ trial }) => trial)).toEqual([1, 0, 2, 3])
  expect(sortTrials(rows, 'title', true).map(({ trial }) => trial)).toEqual([1, 3, 0, 2])
})
