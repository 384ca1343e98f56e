import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confusionCells } from '../run/evaluation'
import { matrixDifference } from './matrix-difference'

const classes = ['cat', 'dog']
const evaluation = (matrix: readonly (readonly number[])[]) => ({ classes, cells: confusionCells(matrix) })

test('more right and fewer wrong predictions are better', () => {
  const [first, second] = [
    evaluation([
      [6, 4],
      [1, 9]
    ]),
    evaluation([
      [8, 2],
      [1, 9]
    ])
  ]
  expect(matrixDifference(first, second)).toEqual([
    { trueClass: 0, predictedClass: 0, images: 2, isBetter: true },
    { trueClass: 0, predictedClass: 1, images: -2, isBetter: true }
  ])
  expect(matrixDifference(second, first).map(({ isBetter }) => isBetter)).toEqual([false, false])
})

test('of the same images the differences cancel out, and the way back has the opposite ones', () => {
  const count = fc.nat(50)
  const matrix = fc.tuple(fc.tuple(count, count), fc.tuple(count, count))
  fc.assert(
    fc.property(matrix, matrix, (one, other) => {
      const there = matrixDifference(evaluation(one), evaluation(other))
      const back = matrixDifference(evaluation(other), evaluation(one))
      const total = ([[a, b], [c, d]]: typeof one): number => a + b + c + d
      expect(there.reduce((sum, { images }) => sum + images, 0)).toBe(total(other) - total(one))
      expect(back.map(({ images }) => images).sort()).toEqual(there.map(({ images }) => -images).sort())
      expect(matrixDifference(evaluation(one), evaluation(one))).toEqual([])
    })
  )
})
