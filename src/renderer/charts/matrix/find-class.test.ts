import { expect, test } from 'vitest'
import { findClass } from './find-class'

const classes = ['palm_tree', 'crab', 'bee', 'beetle', 'Great White', 'cat', 'sea', 'seal']

test.each([
  ['bee', 'bee'],
  ['beet', 'beetle'],
  ['Tree', 'palm_tree'],
  ['palm  tree', 'palm_tree'],
  ['white', 'Great White'],
  ['at', 'Great White'],
  ['SEAL', 'seal']
])('“%s” means %s', (query, name) => {
  expect(classes[findClass(classes, query) ?? -1]).toBe(name)
})

test.each(['', '  ', 'zebra'])('“%s” means no class', (query) => {
  expect(findClass(classes, query)).toBeUndefined()
})
