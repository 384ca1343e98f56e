import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FolderNames } from './folder-names'

const given = (...wanted: string[]): string[] => {
  const names = new FolderNames()
  return wanted.map((name) => names.give(name))
}

test('what every system takes keeps its name', () => {
  expect(given('cats', 'German shepherd', 'Ärger', '猫', 'a.b', 'v1-2')).toEqual([
    'cats',
    'German shepherd',
    'Ärger',
    '猫',
    'a.b',
    'v1-2'
  ])
})

test.each([
  ['a/b', 'a_b'],
  ['..', '_'],
  ['../x', '__x'],
  ['.hidden', '_hidden'],
  ['what?', 'what_'],
  ['end.', 'end_'],
  ['CON', '_CON'],
  ['com1.txt', '_com1.txt'],
  ['Thumbs.db', '_Thumbs.db'],
  ['a\u0000b\u202ec', 'a_b_c'],
  ['   ', '_'],
  ['', '_'],
  ['x'.repeat(300), 'x'.repeat(60)]
])('“%s” becomes “%s”', (wanted, name) => {
  expect(given(wanted)).toEqual([name])
})

test('names that some system takes for the same are told apart', () => {
  expect(given('Cat', 'cat', 'CAT', 'cat-2', 'é', 'e\u0301')).toEqual([
    'Cat',
    'cat-2',
    'CAT-3',
    'cat-2-2',
    'é',
    'é-2'
  ])
})

test('whatever is asked for, names are whole, and different where case does not count', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 40 }), (wanted) => {
      const names = given(...wanted)
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
      for (const name of names) expect(name).toMatch(/^[^.<>:"/\\|?*\p{C} ][^<>:"/\\|?*\p{C}]*$/u)
      for (const name of names) expect(Buffer.byteLength(name)).toBeLessThan(250)
    })
  )
})

test('many of the same name take no longer than as many others', () => {
  const names = new FolderNames()
  for (let i = 0; i < 60_000; i++) names.give('image', '.png')
  expect(names.give('image', '.png')).toBe('image-60001.png')
})
