import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { defineStudy } from '../../../core/study/define-study'
import { studyResults } from '../../../core/study/study-results'
import { studyLayout } from '../../../core/study/study-trials'
import { studyLines, studyScales } from './study-scales'

const layout = studyLayout(
  defineStudy({
    variants: [lessonConfig],
    search: {
      kind: 'grid',
      axes: [
        { name: 'optimizer', values: ['sgd', 'adam'] },
        { name: 'learningRate', values: [0.001, 0.01] },
        { name: 'validationSplit', values: [0.1, 0.2] }
      ]
    },
    seeds: [1]
  })
)

test('an axis for each setting that varies', () => {
  expect(studyScales(layout)).toEqual([
    { label: 'Optimizer', scale: 'choice', values: ['SGD', 'Adam'] },
    { label: 'Learning rate', scale: 'log' },
    { label: 'Validation, %', scale: 'linear' }
  ])
})

test('a line for each setting, with its result where it has one', () => {
  const runs = [{ trial: 1, round: 0, state: 'finished', validation: 0.4, accuracy: 0.5 } as const]
  const { lines, resultLabel } = studyLines(layout, studyResults(layout, runs))
  expect(resultLabel).toBe('Validation accuracy')
  expect(lines.slice(0, 2)).toEqual([
    { id: 0, at: ['SGD', 0.001, 10], result: undefined },
    { id: 1, at: ['SGD', 0.001, 20], result: 0.4 }
  ])
})
