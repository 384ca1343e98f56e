import { describe, expect, it } from 'vitest'
import { describeCell, matrixRows, percentText } from './matrix-rows'

const rows = matrixRows(
  ['cat', 'dog', 'frog'],
  [
    [3, 1, 0],
    [0, 0, 0],
    [500, 0, 1500]
  ]
)

describe('the rows of a confusion matrix', () => {
  it('have each cell’s share of its true class', () => {
    expect(rows.map(({ cells }) => cells.map(({ share }) => share))).toEqual([
      [0.75, 0.25, 0],
      [0, 0, 0],
      [0.25, 0, 0.75]
    ])
    expect(rows.map(({ recall }) => recall)).toEqual([0.75, 0, 0.75])
  })

  it('have each cell’s share of its predicted class', () => {
    expect(rows.map(({ cells }) => cells.map(({ columnShare }) => columnShare))).toEqual([
      [3 / 503, 1, 0],
      [0, 0, 0],
      [500 / 503, 0, 1]
    ])
    expect(rows.map(({ precision }) => precision)).toEqual([3 / 503, 0, 1])
  })

  it('are there, and empty, before there is an evaluation', () => {
    expect(matrixRows(['a', 'b'], []).map(({ total, cells }) => [total, cells.length])).toEqual([
      [0, 2],
      [0, 2]
    ])
  })
})

it('a share takes four characters at most', () => {
  expect([0, 0.095, 0.6482, 0.9994, 0.9996, 1].map(percentText)).toEqual([
    '0.0',
    '9.5',
    '64.8',
    '99.9',
    '100',
    '100'
  ])
})

describe('a cell in words', () => {
  it('says what was predicted as what', () => {
    expect(describeCell(rows, { trueClass: 0, predictedClass: 1 })).toBe(
      'cat predicted as dog: 1 of 4, 25.0 %'
    )
    expect(describeCell(rows, { trueClass: 2, predictedClass: 2 })).toBe(
      'frog recognised: 1,500 of 2,000, 75.0 %'
    )
  })

  it('says what a prediction consists of, by column', () => {
    expect(describeCell(rows, { trueClass: 2, predictedClass: 0 }, 'column')).toBe(
      '500 of 503 predicted as cat are of the class frog, 99.4 %'
    )
  })

  it('says nothing outside the matrix', () => {
    expect(describeCell(rows, { trueClass: 3, predictedClass: 0 })).toBe('')
    expect(describeCell(rows, { trueClass: 0, predictedClass: 3 })).toBe('')
  })
})
