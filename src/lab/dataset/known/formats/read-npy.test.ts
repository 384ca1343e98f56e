import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../../../core/base/lab-error'
import { parseNpyHeader } from './read-npy'

test.each([
  ["{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }", [3, 28, 28], 'u1'],
  ["{'shape': (5,), 'descr': '<i8', 'fortran_order': False}  \n", [5], 'i8'],
  ["{'descr': '>u2', 'fortran_order': False, 'shape': (60000L, 1L), }", [60_000, 1], 'u2'],
  ["{'descr': '|b1', 'fortran_order': False, 'shape': (), }", [], 'b1']
])('%s', (text, shape, kind) => {
  const header = parseNpyHeader(text, 'a file')
  expect([header.shape, header.type.kind]).toEqual([shape, kind])
  expect(header.type.littleEndian).toBe(!text.includes('>'))
})

test('any text becomes a header or a LabError', () => {
  const piece = fc.constantFrom(
    "'descr'",
    "'shape'",
    "'fortran_order'",
    ':',
    ',',
    '(',
    ')',
    '3',
    'L',
    ' ',
    'True',
    "'|u1'",
    "'O'",
    '[',
    ']',
    '{',
    '}',
    "'"
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 300 }),
        fc.array(piece, { maxLength: 40 }).map((parts) => `{${parts.join('')}}`)
      ),
      (text) => {
        try {
          parseNpyHeader(text, 'a file')
        } catch (error) {
          expect(error).toBeInstanceOf(LabError)
        }
      }
    ),
    { numRuns: 3000 }
  )
})

test('a header is read in time proportional to its length', () => {
  const long = ' '.repeat(60_000)
  for (const text of [
    `{'shape': (${'1,'.repeat(30_000)}`,
    `{${long}`,
    `{'descr'${long}`,
    `{'shape': (${'1 L '.repeat(15_000)})}`
  ]) {
    expect(() => parseNpyHeader(text, 'a file')).toThrow(LabError)
  }
})
