import { expect, test } from 'vitest'
import { sampleEvenly } from './sample-evenly'

test('takes rows at even distances, each once, and all where there are too few', () => {
  const rows = Uint32Array.of(3, 5, 8, 9, 11, 20, 21)
  expect([...sampleEvenly(rows, 3)]).toEqual([3, 8, 11])
  expect([...sampleEvenly(rows, 0)]).toEqual([])
  expect(sampleEvenly(rows, 7)).toEqual(rows)
  expect(sampleEvenly(rows, 100)).toEqual(rows)
})
