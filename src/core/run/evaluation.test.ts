import { describe, expect, test } from 'vitest'
import {
  accuracy,
  accuracyMargin,
  classAccuracies,
  confusionCells,
  confusionMatrix,
  evaluation,
  frequentMistakes,
  imageCount,
  worstConfusions
} from './evaluation'

const matrix = [
  [6, 2, 0],
  [1, 3, 0],
  [0, 0, 0]
]
const result = {
  classes: ['cat', 'dog', 'ship'],
  cells: confusionCells(matrix)
}

describe('an evaluation', () => {
  test('counts the diagonal', () => {
    expect(imageCount(result)).toBe(12)
    expect(accuracy(result)).toBe(0.75)
  })

  test('says nothing about a class that has no image', () => {
    expect(classAccuracies(result).map(({ accuracy }) => accuracy)).toEqual([0.75, 0.75, undefined])
  })

  test('of nothing is 0, not NaN', () => {
    expect(accuracy({ cells: [] })).toBe(0)
    expect(accuracyMargin(0, 0)).toBe(0)
  })

  test('54 % of 10,000 images is known to within 1 %', () => {
    expect(accuracyMargin(0.54, 10_000)).toBeCloseTo(0.0098, 4)
  })

  test('the matrix and its cells say the same', () => {
    expect(result.cells).toEqual([
      [0, 0, 6],
      [0, 1, 2],
      [1, 0, 1],
      [1, 1, 3]
    ])
    expect(confusionMatrix(result)).toEqual(matrix)
  })

  test('knows its mistakes, the most frequent first', () => {
    expect(frequentMistakes(result)).toEqual([
      [0, 1, 2],
      [1, 0, 1]
    ])
    expect(worstConfusions(result)).toEqual([[0, 1, 2], [1, 0, 1], undefined])
  })

  const whole = { split: 'test', classes: result.classes, loss: 1, durationMs: 1 }

  test('one that an earlier version wrote, with the whole matrix, is read as one of today', () => {
    const today = { ...whole, cells: result.cells }
    expect(evaluation.parse({ ...whole, confusion: matrix })).toEqual(today)
    expect(evaluation.parse(today)).toEqual(today)
  })

  test('one with a class that does not exist is refused', () => {
    expect(evaluation.safeParse({ ...whole, cells: [[0, 3, 1]] }).success).toBe(false)
  })
})
