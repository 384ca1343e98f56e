import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { cifarDialect } from '../dataset/known/cifar-dialect'
import { isKind } from './pickle-value'
import { readPickle } from './read-pickle'

/** What a pickle becomes, or its error. Anything but a LabError is thrown on. */
function outcome(bytes: Buffer): unknown {
  try {
    return readPickle(bytes, cifarDialect('a file', bytes.length)).value
  } catch (error) {
    if (error instanceof LabError) return error
    throw error
  }
}

const opcodes = Buffer.from(
  '28302e313246494a4b4c4d4e50515253545556586162636465676869006c6f707172737475297d5d47808182858687888a8b8c8d8e8f9093949596424300',
  'hex'
)

test('any bytes become a value or a LabError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void outcome(Buffer.from(bytes))),
    {
      numRuns: 2000
    }
  )
})

test('any row of instructions becomes a value or a LabError', () => {
  const instruction = fc.constantFrom(...opcodes)
  const anyRow = fc.array(fc.oneof({ weight: 4, arbitrary: instruction }, fc.nat({ max: 8 })), {
    maxLength: 60
  })
  fc.assert(
    fc.property(anyRow, (row) => void outcome(Buffer.from([...row, 0x2e]))),
    { numRuns: 5000 }
  )
})

test('numbers and texts of a dictionary', () => {
  const value = outcome(Buffer.from('}(U\x01aK\x05U\x01bJ\xff\xff\xff\xffU\x01cL12L\nI01\nu.', 'latin1'))
  expect(value).toBeInstanceOf(LabError) // an odd number of keys and values
  const bytes = Buffer.from(
    '}(U\x01aK\x05U\x01bJ\xff\xff\xff\xffU\x01cI01\nU\x01d\x8a\x02\x00\x80K\x07Nu.',
    'latin1'
  )
  const { value: dict, end } = readPickle(bytes, cifarDialect('f', bytes.length))
  expect(end).toBe(bytes.length)
  expect(isKind(dict, 'dict') ? [...dict.entries] : dict).toEqual([
    ['a', 5],
    ['b', -1],
    ['c', true],
    ['d', -32_768],
    [7, null]
  ])
})
