import { expect, test } from 'vitest'
import { comparePredictions } from './compare-predictions'

test('counts who is right, and where they differ', () => {
  const labels = Uint16Array.of(0, 0, 0, 1, 1, 2)
  const first = Uint16Array.of(0, 0, 1, 1, 0, 0)
  const second = Uint16Array.of(0, 1, 0, 0, 2, 0)
  expect(comparePredictions(labels, first, second)).toEqual({
    images: 6,
    bothCorrect: 1,
    onlyFirst: 2,
    onlySecond: 1,
    bothWrong: 2,
    different: 4,
    p: 1
  })
})

test('a network is no better than itself', () => {
  const labels = Uint16Array.of(0, 1, 2)
  expect(comparePredictions(labels, labels, labels)).toMatchObject({ bothCorrect: 3, different: 0, p: 1 })
})

test('different images cannot be compared', () => {
  expect(() => comparePredictions(Uint16Array.of(0, 1), Uint16Array.of(0, 1), Uint16Array.of(0))).toThrow(
    'were evaluated on 2 and 1 images'
  )
})
