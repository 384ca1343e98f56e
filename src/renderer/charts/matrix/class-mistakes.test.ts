import { expect, test } from 'vitest'
import type { ConfusionCell } from '../../../core/run/evaluation'
import { classMistakes } from './class-mistakes'

const cells: ConfusionCell[] = [
  [0, 0, 5],
  [0, 1, 1],
  [0, 2, 4],
  [1, 0, 3],
  [1, 2, 7],
  [2, 2, 9]
]

test('the mistakes of a class are those of its row and of its column, the most frequent first', () => {
  expect(classMistakes({ cells }, 0)).toEqual({
    predictedAs: [
      { trueClass: 0, predictedClass: 2, images: 4, share: 0.4 },
      { trueClass: 0, predictedClass: 1, images: 1, share: 0.1 }
    ],
    mistakenFor: [{ trueClass: 1, predictedClass: 0, images: 3, share: 0.3 }]
  })
})

test('a class may have none', () => {
  expect(classMistakes({ cells }, 3)).toEqual({ predictedAs: [], mistakenFor: [] })
})
