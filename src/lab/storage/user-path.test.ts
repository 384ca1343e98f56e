import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { userPath } from './user-path'

const home = path.resolve('/home/ada')
const mine = path.join(home, 'my models', 'a.json')

test.each([
  ['as it is', mine],
  ['with spaces around it', `  ${mine}\n`],
  ['in double quotation marks', `"${mine}"`],
  ['in single quotation marks', `'${mine}'`],
  ['with a tilde', '~/my models/a.json'],
  ['with a tilde in quotation marks', '"~/my models/a.json"'],
  ['as an address', pathToFileURL(mine).href],
  ['as an address in quotation marks', ` '${pathToFileURL(mine).href}' `]
])('a path %s', (_, text) => {
  expect(userPath(text, () => home)).toBe(mine)
})

test('what only looks like one of these stays', () => {
  for (const name of ['~ada/x', 'a~b', "it's", '"', 'file', 'folder/~', '-', 'latest']) {
    expect(userPath(name, () => home)).toBe(name)
  }
  expect(userPath('~', () => home)).toBe(home)
})

test('the home folder is asked for only where it is meant', () => {
  const none = (): string => {
    throw new Error('there is no home folder')
  }
  expect(userPath('/tmp/x', none)).toBe('/tmp/x')
})

test('an address on another computer is refused', () => {
  expect(() => userPath('file://server.example/share/a.json')).toThrow('is not the address of a file')
})
