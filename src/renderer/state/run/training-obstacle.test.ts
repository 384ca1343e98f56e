import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import type { StudySummary } from '../../../lab/contract/study'
import { trainingObstacle } from './training-obstacle'

const info = lessonDataset
const ready: DatasetStatus = { state: 'ready', info, folder: '/data', source: 'npm', files: [] }
const problem = { index: 3, computes: false, message: 'conv2 does not fit.', hint: 'Make it smaller.' }
const downloading = (
  phase: Extract<DatasetStatus, { state: 'downloading' }>['phase'],
  done: number,
  total: number
): DatasetStatus => ({ state: 'downloading', info, phase, source: 'npm', done, total, bytesPerSecond: 0 })

test('nothing is in the way of a network that fits, with the data here', () => {
  expect(trainingObstacle(ready, undefined, undefined)).toBeUndefined()
  expect(trainingObstacle(undefined, problem, undefined)).toBeUndefined()
})

test('the network’s problem is told in its own words', () => {
  expect(trainingObstacle(ready, problem, undefined)).toEqual({ text: 'conv2 does not fit.', at: 'network' })
})

test.each<[DatasetStatus, string]>([
  [{ state: 'absent', info }, 'Get the data first'],
  [
    { state: 'failed', info, error: new LabError('offline', 'No source answered.', 'Try again.').toData() },
    'The data is not complete'
  ],
  [downloading('choosing', 0, 0), 'Getting the data'],
  [downloading('downloading', 1, 4), 'Getting the data, 25 %'],
  [downloading('converting', 1, 2), 'Converting the data, 50 %'],
  [downloading('verifying', 1, 1), 'Checking the data, 100 %']
])('without the data that is what is in the way', (status, text) => {
  expect(trainingObstacle(status, problem, undefined)).toEqual({ text, at: 'data' })
})

test('a study uses all cores', () => {
  const study: StudySummary = {
    studyId: 'study-1',
    number: 1,
    name: 'Batch sizes',
    createdAt: 0,
    status: { kind: 'training', atOnce: 2 },
    total: 10,
    finished: 3,
    failed: 1,
    skipped: 0
  }
  expect(trainingObstacle(ready, problem, study)).toEqual({
    text: 'Study “Batch sizes” is in training: 4 of 10 runs',
    at: 'study'
  })
})
