import { expect, test } from 'vitest'
import type { ConfusionCell } from '../../../core/run/evaluation'
import { imagesIn, matrixShares } from './matrix-shares'

const cells: ConfusionCell[] = [
  [0, 0, 3],
  [0, 1, 1],
  [2, 2, 5]
]
const matrix = { classes: ['cat', 'dog', 'frog'], cells }

test('the picture has each cell’s share of its true class, and nothing where a class has no images', () => {
  const { totals, shares } = matrixShares(matrix)
  expect(totals).toEqual([4, 0, 5])
  expect([...shares]).toEqual([0.75, 0.25, 0, 0, 0, 0, 0, 0, 1])
})

test('or of its predicted class', () => {
  const { predictedAs, shares } = matrixShares(matrix, 'column')
  expect(predictedAs).toEqual([3, 1, 5])
  expect([...shares]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 1])
})

test('images are counted by cell', () => {
  expect([imagesIn(matrix, 0, 1), imagesIn(matrix, 1, 1), imagesIn(matrix, 2, 2)]).toEqual([1, 0, 5])
})
