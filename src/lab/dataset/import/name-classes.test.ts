import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classNames } from '../../../core/data/dataset-info'
import { nameClasses } from './name-classes'

test('plain names stay as they are', () => {
  expect(nameClasses(['cat', 'Großer Hund', '猫'])).toEqual({
    names: ['cat', 'Großer Hund', '猫'],
    renamed: []
  })
})

test('long, invisible and equal names become names of their own', () => {
  const { names, renamed } = nameClasses(['cat', 'cat\u200b', ' cat ', 'x'.repeat(60), '\u0007'])
  expect(names).toEqual(['cat', 'cat (2)', 'cat (3)', 'x'.repeat(40), 'class'])
  expect(renamed.map(({ folder }) => folder)).toEqual(['cat\u200b', ' cat ', 'x'.repeat(60), '\u0007'])
})

test('whatever the folders are called, each class has a name that a data set takes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 12 }), (folders) => {
      const { names } = nameClasses(folders)
      expect(classNames.safeParse([...names]).success).toBe(true)
      expect(new Set(names).size).toBe(folders.length)
    })
  )
})
