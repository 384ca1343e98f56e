import { expect, test } from 'vitest'
import type { Evaluation } from './evaluation'
import { otherResults } from './other-results'

const of = (loss: number): Evaluation => ({
  split: 'test',
  classes: ['a'],
  cells: [[0, 0, 1]],
  loss,
  durationMs: 0
})
const evaluated = (step: number, loss: number, averaged?: number) => ({
  step,
  result: of(loss),
  ...(averaged === undefined ? {} : { averaged: of(averaged) }),
  dataset: undefined
})
const told = (...given: Parameters<typeof otherResults>): unknown =>
  otherResults(...given).map(({ kind, evaluation }) => [kind, evaluation.loss])

test('there is nothing beside a result that is not there', () => {
  expect(told({ evaluation: undefined, mirroredEvaluation: evaluated(5, 1) })).toEqual([])
})

test('all of the same checkpoint are told, and none of another', () => {
  const evaluation = evaluated(5, 1, 2)
  expect(told({ evaluation, mirroredEvaluation: evaluated(5, 3, 4) })).toEqual([
    ['averaged', 2],
    ['mirrored', 3],
    ['averagedMirrored', 4]
  ])
  expect(told({ evaluation, mirroredEvaluation: evaluated(4, 3, 4) })).toEqual([['averaged', 2]])
  expect(told({ evaluation: evaluated(5, 1), mirroredEvaluation: evaluated(5, 3) })).toEqual([
    ['mirrored', 3]
  ])
})
