import { describe, expect, test } from 'vitest'
import { accuracy, accuracyMargin, classAccuracies, imageCount } from './evaluation'

const result = {
  classes: ['cat', 'dog', 'ship'],
  confusion: [
    [6, 2, 0],
    [1, 3, 0],
    [0, 0, 0]
  ]
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
    expect(accuracy({ confusion: [] })).toBe(0)
    expect(accuracyMargin(0, 0)).toBe(0)
  })

  test('54 % of 10,000 images is known to within 1 %', () => {
    expect(accuracyMargin(0.54, 10_000)).toBeCloseTo(0.0098, 4)
  })
})
