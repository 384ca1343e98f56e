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

test('numbers stay below one another, with a mark or without', () => {
  expect(
    formatTable(
      ['class', '#1', '#2'],
      [
        ['frog', '5.0 %  ', '50.0 % *'],
        ['ship', '25.0 % *', '5.0 %  ']
      ]
    )
  ).toEqual(['class        #1        #2', 'frog    5.0 %    50.0 % *', 'ship   25.0 % *   5.0 %'])
})

test('a table without rows is its head', () => {
  expect(formatTable(['a', 'b'], [])).toEqual(['a  b'])
})
