import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossEntropy, softmax } from './softmax'

const logits = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 12 })

test('probabilities add up to 1, however large the scores', () => {
  fc.assert(
    fc.property(logits, (scores) => {
      const sum = softmax(scores).reduce((a, b) => a + b, 0)
      expect(sum).toBeCloseTo(1, 10)
    })
  )
})

test('cross-entropy is the negative logarithm of the probability, and finite where that is 0', () => {
  expect(crossEntropy([1, 2, 3], 0)).toBeCloseTo(-Math.log(softmax([1, 2, 3])[0] ?? 0), 12)
  expect(crossEntropy([0, 2000], 0)).toBe(2000)
  expect(crossEntropy(new Array<number>(10).fill(0), 3)).toBeCloseTo(Math.log(10), 12)
})

test('a label that has no score is an error', () => {
  expect(() => crossEntropy([1, 2, 3], 3)).toThrow('a score for the label was expected')
})
