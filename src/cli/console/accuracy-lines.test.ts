import { expect, test } from 'vitest'
import { confusionCells } from '../../core/run/evaluation'
import { accuracyDocument, accuracyLines } from './accuracy-lines'

const evaluation = {
  split: 'test' as const,
  classes: ['plane', 'car', 'none'],
  cells: confusionCells([
    [3, 1, 0],
    [1, 1, 1],
    [0, 0, 0]
  ]),
  loss: 1.25,
  durationMs: 10
}

test('the lesson’s lines', () => {
  expect(accuracyLines({ evaluation })).toEqual([
    'Accuracy of the network on the 7 test images: 57.1 %',
    'Accuracy of plane : 75.0 %',
    'Accuracy of   car : 33.3 %',
    'Accuracy of  none : no images'
  ])
})

test('with mirror images, and an average of the weights, says so', () => {
  const lines = accuracyLines({ evaluation, averaged: { ...evaluation, cells: [[0, 0, 1]] }, mirrored: true })
  expect(lines[0]).toBe('Accuracy of the network on the 7 test images, each with its mirror image: 57.1 %')
  expect(lines.at(-1)).toBe('Accuracy of the average of the weights: 100.0 %')
})

test('the document for programs is plain JSON', () => {
  const document: unknown = JSON.parse(JSON.stringify(accuracyDocument({ evaluation })))
  expect(document).toMatchObject({
    images: 7,
    accuracy: 4 / 7,
    classes: [{ name: 'plane', correct: 3, total: 4, accuracy: 0.75 }, {}, { accuracy: null }]
  })
})
