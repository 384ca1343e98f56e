import { expect, test } from 'vitest'
import { readSeeds } from './read-seeds'

test.each([
  ['3', [1, 2, 3]],
  [' 1 ', [1]],
  ['1,7, 9', [1, 7, 9]],
  ['0, 5', [0, 5]],
  ['0', undefined],
  ['many', undefined],
  ['1,', undefined],
  ['', undefined],
  ['-2', undefined],
  ['99999999', undefined]
])('%j', (text, seeds) => {
  expect(readSeeds(text)).toEqual(seeds)
})
