import { expect, test } from 'vitest'
import { Series } from '../maths/series'
import { accuracy } from './evaluation'
import { type Snapshot, snapshotEvaluation, withSnapshot } from './snapshot'

const at = (step: number, split: Snapshot['split'], loss = 1): Snapshot => ({
  step,
  epoch: 1,
  split,
  loss,
  cells: [
    [0, 0, 3],
    [1, 0, 1]
  ],
  durationMs: 5
})
const fold = (...all: readonly Snapshot[]): Series<Snapshot> =>
  all.reduce(withSnapshot, Series.empty<Snapshot>())
const told = (all: Series<Snapshot>) => all.map(({ step, split, loss }) => [step, split, loss])

test('validation and test images of a step stand beside each other', () => {
  expect(told(fold(at(1, 'validation'), at(1, 'test'), at(2, 'test')))).toEqual([
    [1, 'validation', 1],
    [1, 'test', 1],
    [2, 'test', 1]
  ])
})

test('what is evaluated again takes the place of what was there', () => {
  const before = [at(1, 'validation'), at(1, 'test'), at(2, 'validation'), at(2, 'test')]
  expect(told(fold(...before, at(2, 'validation', 9), at(2, 'test', 9)))).toEqual([
    [1, 'validation', 1],
    [1, 'test', 1],
    [2, 'validation', 9],
    [2, 'test', 9]
  ])
  expect(told(fold(...before, at(1, 'test', 9)))).toEqual([
    [1, 'validation', 1],
    [1, 'test', 9]
  ])
})

test('is shown as an evaluation', () => {
  const evaluation = snapshotEvaluation(at(1, 'test'), ['cat', 'dog'])
  expect(evaluation).toMatchObject({ split: 'test', classes: ['cat', 'dog'], loss: 1 })
  expect(accuracy(evaluation)).toBe(0.75)
})
