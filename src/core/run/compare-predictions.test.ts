import { expect, test } from 'vitest'
import { comparePredictions, disagreeingRows } from './compare-predictions'

const labels = Uint16Array.of(0, 0, 0, 1, 1, 2)
const network = (predicted: readonly number[], confidence: readonly number[]) => ({
  labels,
  predicted: Uint16Array.from(predicted),
  confidence: Float32Array.from(confidence)
})
const first = network([0, 0, 1, 1, 0, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
const second = network([0, 1, 0, 0, 2, 0], [0.3, 0.5, 0.6, 0.75, 0.95, 0.9])

test('counts who is right, and where they differ', () => {
  expect(comparePredictions(first, second)).toEqual({
    images: 6,
    bothCorrect: 1,
    onlyFirst: 2,
    onlySecond: 1,
    bothWrong: 2,
    different: 4,
    p: 1
  })
})

test.each([
  ['onlyFirst', [3, 1]],
  ['onlySecond', [2]],
  ['different', [4, 3, 2, 1]]
] as const)('%s: those first of which the wrong one is most certain', (kind, rows) => {
  expect(disagreeingRows(first, second, kind)).toEqual(rows)
})

test('a network is no better than itself', () => {
  expect(comparePredictions(first, first)).toMatchObject({ onlyFirst: 0, different: 0, p: 1 })
  expect(disagreeingRows(first, first, 'different')).toEqual([])
})

test('different images cannot be compared', () => {
  const others = { ...second, labels: Uint16Array.of(0, 0, 0, 1, 1, 1) }
  expect(() => comparePredictions(first, others)).toThrow('different images')
  expect(() => disagreeingRows(first, { ...second, labels: labels.subarray(1) }, 'different')).toThrow(
    'different images'
  )
})
