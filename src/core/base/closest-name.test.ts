import { expect, test } from 'vitest'
import { closestName } from './closest-name'

test.each([
  ['batchsize', 'batchSize'],
  ['batch_size', 'batchSize'],
  ['epoch', 'epochs'],
  ['learingRate', 'learningRate'],
  ['momentum', undefined],
  ['x', undefined],
  ['', undefined]
])('%j: %j is meant', (given, meant) => {
  expect(closestName(given, ['batchSize', 'epochs', 'learningRate'])).toBe(meant)
})
