import { expect, test } from 'vitest'
import type { Disagreement } from '../run/compare-predictions'
import { describeDisagreement } from './describe-disagreement'

const given: Disagreement = {
  images: 10_000,
  bothCorrect: 4_500,
  onlyFirst: 1_000,
  onlySecond: 1_020,
  bothWrong: 3_480,
  different: 4_100,
  p: 0.672
}
const text = (change: Partial<Disagreement>): string =>
  describeDisagreement({ ...given, ...change }, '#3', '#5').join(' ')

test('counts, and that it is no more than chance', () => {
  expect(text({})).toBe(
    '#3 and #5 predict different classes for 4,100 of 10,000 images. #3 alone is right on 1,000, #5 alone on 1,020. That is no more than chance would give: if both were equally good, these two counts would be at least as far apart in 67 of 100 comparisons.'
  )
})

test.each([
  [0.049, 'in only 5 of 100 comparisons'],
  [0.01, 'in only 1 of 100 comparisons'],
  [0.0024, 'in only 1 of 400 comparisons'],
  [0.00051, 'in only 1 of 2,000 comparisons'],
  [1e-9, 'in fewer than 1 of 1,000,000 comparisons']
])('p = %s: %s', (p, words) => {
  expect(text({ p, onlyFirst: 1_200 })).toContain(`at least as far apart ${words}`)
  expect(text({ p, onlyFirst: 1_200 })).toContain('#3 is the better network')
  expect(text({ p, onlyFirst: 800 })).toContain('#5 is the better network')
})

test('networks that are right on the same images', () => {
  expect(text({ onlyFirst: 0, onlySecond: 0, different: 3, p: 1 })).toMatch(/no image that one of them/)
})
