import { expect, test } from 'vitest'
import { classMeasures, macroF1 } from './class-measures'
import { confusionCells } from './evaluation'

test('a class that is never predicted has no precision, one without images no recall', () => {
  const measures = classMeasures({
    classes: ['cat', 'dog', 'ship'],
    cells: confusionCells([
      [6, 2, 0],
      [1, 3, 0],
      [0, 0, 0]
    ])
  })
  expect(measures[0]).toEqual({
    name: 'cat',
    images: 8,
    predicted: 7,
    correct: 6,
    recall: 6 / 8,
    precision: 6 / 7,
    f1: 12 / 15
  })
  expect(measures[2]).toMatchObject({ recall: undefined, precision: undefined, f1: undefined })
  expect(macroF1(measures)).toBeCloseTo((12 / 15 + 6 / 9) / 2, 12)
  expect(macroF1([])).toBeUndefined()
})
