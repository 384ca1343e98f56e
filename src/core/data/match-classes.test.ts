import { expect, test } from 'vitest'
import { classPlaces, sameClasses } from './match-classes'

test('names find the place of their class, in whatever order they stand', () => {
  expect(classPlaces(['cat', 'dog'], ['cat', 'dog'])).toEqual([0, 1])
  expect(classPlaces(['dog', 'ship', 'cat'], ['cat', 'dog', 'ship'])).toEqual([1, 2, 0])
})

test('the official names of CIFAR-10 are those of the lesson, whatever their case', () => {
  expect(classPlaces(['Automobile', 'airplane'], ['plane', 'car'])).toEqual([1, 0])
  expect(sameClasses(['plane', 'car'], ['airplane', 'automobile'])).toBe(true)
  expect(sameClasses(['car', 'plane'], ['airplane', 'automobile'])).toBe(false)
})

test('names that only their case tells apart stay apart', () => {
  expect(classPlaces(['a', 'A'], ['A', 'a'])).toEqual([1, 0])
  expect(classPlaces(['car', 'automobile'], ['automobile', 'car'])).toEqual([1, 0])
  expect(classPlaces(['car', 'automobile'], ['car', 'plane'])).toBeUndefined()
})

test('other classes, or one twice, have no places', () => {
  expect(classPlaces(['cat', 'cow'], ['cat', 'dog'])).toBeUndefined()
  expect(classPlaces(['cat', 'cat'], ['cat', 'dog'])).toBeUndefined()
  expect(classPlaces(['cat'], ['cat', 'dog'])).toBeUndefined()
  expect(classPlaces(['constructor', 'toString'], ['cat', 'dog'])).toBeUndefined()
})
