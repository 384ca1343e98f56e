import { expect, test } from 'vitest'
import { describeSeedDifference } from './describe-seeds'

const small = { title: 'batch size 4', accuracies: [0.54, 0.55, 0.53] }

test('a clear difference', () => {
  expect(describeSeedDifference(small, { title: 'batch size 64', accuracies: [0.3, 0.32, 0.31] })).toEqual([
    'With batch size 4: 54.0 % on average over three seeds (95 % confidence interval: 51.5 to 56.5 %; spread: 1.0 points).',
    'With batch size 64: 31.0 % on average over three seeds (95 % confidence interval: 28.5 to 33.5 %; spread: 1.0 points).',
    'The second is 23.0 points lower; the 95 % confidence interval of the difference reaches from −25.3 to −20.7 points.',
    'It does not contain 0: batch size 4 is better, and hardly by luck.'
  ])
})

test('a difference that may be luck', () => {
  const text = describeSeedDifference(small, { title: 'batch size 8', accuracies: [0.53, 0.56, 0.545] })
  expect(text[2]).toMatch(/^The second is 0\.5 points higher; .* from −2\.\d to 3\.\d points\.$/)
  expect(text[3]).toBe('It contains 0, so the difference may be luck. More seeds make it narrower.')
})

test('a single seed says nothing about luck', () => {
  expect(describeSeedDifference(small, { title: 'batch size 8', accuracies: [0.6] })).toEqual([
    'With batch size 4: 54.0 % on average over three seeds (95 % confidence interval: 51.5 to 56.5 %; spread: 1.0 points).',
    'With batch size 8: 60.0 % with a single seed.',
    'To tell a difference from luck, train at least two seeds of each: then their spread is known.'
  ])
})

test('seeds that diverged are told, and not passed over in a comparison', () => {
  const fast = (diverged: number, accuracies: readonly number[]) =>
    describeSeedDifference(small, { title: 'learning rate 5', accuracies, diverged })
  expect(fast(2, [0.1])[1]).toBe(
    'With learning rate 5: the loss became infinite with two of three seeds; the other one reached 10.0 %.'
  )
  expect(fast(1, [0.1, 0.3])[1]).toMatch(
    /^With learning rate 5: the loss became infinite with one of three seeds; the others reached 20\.0 % on average over two seeds/
  )
  expect(fast(3, []).slice(1)).toEqual([
    'With learning rate 5: the loss became infinite with all three seeds.',
    'A training that diverges has no accuracy to count, so these means are not compared. Try a lower learning rate, or gradient clipping.'
  ])
})
