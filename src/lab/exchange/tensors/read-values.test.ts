import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { volume } from '../../../core/layers/shape'
import { readValues } from './read-values'
import { numberReader, type TensorType } from './tensor-type'
import { ValueBudget } from './value-budget'

const budget = (): ValueBudget => new ValueBudget('net.pth')
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
const flat = (type: TensorType, hex: string, littleEndian: boolean, length: number): readonly number[] => {
  const place = { bytes: bytesOf(hex), type, littleEndian, shape: [length], strides: [1], offset: 0 }
  return [...readValues(place, budget(), 'The values').values]
}

test.each<readonly [TensorType, string, string, readonly number[]]>([
  ['float32', '0000803f000080bf', '3f800000bf800000', [1, -1]],
  ['float64', '000000000000f83f', '3ff8000000000000', [1.5]],
  ['float16', '003c00c0ff7b01000080', '3c00c0007bff00018000', [1, -2, 65_504, 2 ** -24, -0]],
  ['bfloat16', '803fc0c0', '3f80c0c0', [1, -6]],
  ['int64', 'feffffffffffffff', 'fffffffffffffffe', [-2]],
  ['int32', 'feffffff', 'fffffffe', [-2]],
  ['int16', 'feff', 'fffe', [-2]],
  ['int8', 'fe02', 'fe02', [-2, 2]],
  ['uint8', 'fe02', 'fe02', [254, 2]],
  ['bool', '000102', '000102', [0, 1, 1]]
])('%s in both byte orders', (type, little, big, values) => {
  expect(flat(type, little, true, values.length)).toEqual(values)
  expect(flat(type, big, false, values.length)).toEqual(values)
})

test('any view has the numbers at its places', () => {
  const bytes = new Uint8Array(Float32Array.from({ length: 4000 }, (_, i) => i).buffer)
  const axis = fc.record({ length: fc.nat({ max: 4 }), stride: fc.nat({ max: 200 }) })
  const view = fc.record({
    axes: fc.array(axis, { maxLength: 4 }),
    offset: fc.nat({ max: 200 }),
    // Of the same bits, one way copies rows and the other reads numbers.
    type: fc.constantFrom('float32' as const, 'int32' as const)
  })
  fc.assert(
    fc.property(view, ({ axes, offset, type }) => {
      const shape = axes.map(({ length }) => length)
      const place = {
        bytes,
        type,
        littleEndian: true,
        shape,
        strides: axes.map(({ stride }) => stride),
        offset
      }
      const read = numberReader(bytes, type, true)
      const expected = places(axes, offset).map((at) => read(4 * at))
      expect([...readValues(place, budget(), 'The values').values]).toEqual(expected)
      expect(expected).toHaveLength(volume(shape))
    }),
    { numRuns: 500 }
  )
})

/** The places that a view names, row by row. */
function places(
  axes: readonly { readonly length: number; readonly stride: number }[],
  offset: number
): number[] {
  const [first, ...others] = axes
  if (first === undefined) return [offset]
  return Array.from({ length: first.length }, (_, i) => places(others, offset + i * first.stride)).flat()
}

test('rows of whole numbers are copied, too', () => {
  const bytes = new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7).buffer)
  const place = {
    bytes,
    type: 'float32' as const,
    littleEndian: true,
    shape: [2, 3],
    strides: [4, 1],
    offset: 1
  }
  expect(readValues(place, budget(), 'The values').values).toEqual(Float32Array.of(1, 2, 3, 5, 6, 7))
})

test.each([
  [[1, NaN], 'The values contain NaN, which is not a finite number.'],
  [[-Infinity, 1], 'The values contain -Infinity, which is not a finite number.'],
  [[1, 1e300], 'The values contain 1e+300, which is too large for float32.']
])('%j is refused', (values, message) => {
  const bytes = new Uint8Array(Float64Array.from(values).buffer)
  const place = {
    bytes,
    type: 'float64' as const,
    littleEndian: true,
    shape: [1, 2],
    strides: [9, 1],
    offset: 0
  }
  expect(() => readValues(place, budget(), 'The values')).toThrow(message)
})

test('no more numbers are made than the budget allows, over all tensors', () => {
  const place = {
    bytes: new Uint8Array(4),
    type: 'uint8' as const,
    littleEndian: true,
    strides: [0],
    offset: 0
  }
  const all = budget()
  readValues({ ...place, shape: [1_000_000] }, all, 'The values')
  const copy = all.copy()
  expect(() => readValues({ ...place, shape: [37_000_000] }, all, 'The values')).toThrow(LabError)
  expect(required(readValues({ ...place, shape: [1] }, copy, 'The values').values[0], 'a value')).toBe(0)
})
