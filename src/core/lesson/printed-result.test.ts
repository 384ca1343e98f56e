import { expect, test } from 'vitest'
import { printedResult } from './printed-result'

test('what the script prints of a test, names as wide as the longest', () => {
  const lines = printedResult({
    split: 'test',
    classes: ['cat', 'tortoise', 'none'],
    cells: [
      [0, 0, 3],
      [0, 1, 1],
      [1, 1, 4]
    ],
    loss: 1,
    durationMs: 1
  })
  expect(lines).toEqual(['Accuracy: 87.5%', 'cat      75.0%', 'tortoise 100.0%', 'none     nan%'])
})
