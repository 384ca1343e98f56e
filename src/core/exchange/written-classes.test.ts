import { describe, expect, test } from 'vitest'
import { classesProblem, writtenClasses } from './written-classes'

describe('names of classes, one on each line', () => {
  test.each([
    ['names', 'cat\n dog \r\n\nfrog\n', ['cat', 'dog', 'frog']],
    ['names behind their index', '\uFEFF0 cat\n1 dog house\n2 3 frogs\n', ['cat', 'dog house', '3 frogs']],
    ['lines that do not all have their index', '0 cat\n2 dog', ['0 cat', '2 dog']],
    ['an index counted from 1', '1 cat\n2 dog', ['1 cat', '2 dog']],
    ['digits', '0\n1\n2', ['0', '1', '2']],
    ['names that begin with their digit', '0 - zero\n1 - one', ['0 - zero', '1 - one']],
    ['nothing', '\n', []]
  ])('%s', (_, text, names) => {
    expect(writtenClasses(text)).toEqual(names)
  })
})

test('what is wrong with them is said', () => {
  expect(classesProblem(['a', 'b'], 2)).toBeUndefined()
  expect(classesProblem(['a'], 2)).toBe('There is 1 name, but the network has 2 classes.')
  expect(classesProblem(['a', 'a'], 2)).toBe('“a” is there twice.')
  expect(classesProblem(['a', 'b\u0007'], 2)).toMatch(/is not plain text/)
})
