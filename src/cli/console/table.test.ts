import { expect, test } from 'vitest'
import { formatTable } from './table'

test('words to the left, numbers to the right', () => {
  expect(
    formatTable(
      ['run', 'name', 'accuracy'],
      [
        ['#1', 'first', '54.3 %'],
        ['#12', 'the second', '']
      ]
    )
  ).toEqual(['run  name        accuracy', ' #1  first         54.3 %', '#12  the second'])
})

test('a table without rows is its head', () => {
  expect(formatTable(['a', 'b'], [])).toEqual(['a  b'])
})
