import fc from 'fast-check'
import { expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { volume } from '../../src/core/layers/shape'
import { decodeSafetensors } from '../../src/lab/exchange/safetensors/decode-safetensors'
import { encodeSafetensors } from '../../src/lab/exchange/safetensors/encode-safetensors'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { encodePth } from '../../src/lab/exchange/torch/encode-pth'
import type { PthContent, PthValue } from '../../src/lab/exchange/torch/pth-value'
import {
  orderedDict,
  pythonCount,
  pythonDict,
  type PythonDict,
  pythonInt,
  type PythonTensor,
  type PythonValue
} from '../../src/lab/exchange/torch/python-value'
import { stateDict, trainingStateDict } from '../../src/lab/exchange/torch/state-dict'
import { readTensors } from '../../src/lab/exchange/torch/read-tensors'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'
import { arbitraryCheckpoint } from '../checkpoint/arbitrary-checkpoint'

const key = fc.string({ unit: 'binary', maxLength: 20 })
const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 4 })
const floats: fc.Arbitrary<PythonTensor> = shape.chain((lengths) =>
  fc
    .float32Array({
      minLength: volume(lengths),
      maxLength: volume(lengths),
      noNaN: true,
      noDefaultInfinity: true
    })
    .map((values) => ({
      kind: 'tensor',
      type: 'float32',
      shape: lengths,
      bytes: new Uint8Array(values.buffer)
    }))
)
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(pythonCount)
const named = fc
  .uniqueArray(fc.tuple(key, fc.oneof(floats, count)), { selector: ([name]) => name, maxLength: 8 })
  .map(orderedDict)

const { value: anyValue } = fc.letrec<{ value: PythonValue }>((tie) => {
  const entries = fc.uniqueArray(fc.tuple(fc.oneof(key, fc.nat()), tie('value')), {
    selector: ([name]) => name,
    maxLength: 4
  })
  return {
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.double(),
      fc.maxSafeInteger().map(pythonInt),
      key,
      floats,
      count,
      entries.map(pythonDict),
      entries.map(orderedDict),
      fc
        .tuple(fc.constantFrom('list' as const, 'tuple' as const), fc.array(tie('value'), { maxLength: 4 }))
        .map(([kind, items]) => ({ kind, items }))
    )
  }
})

/** What a value must be read back as; tensors as their bits. */
function expected(value: PythonValue): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value.kind === 'int') return value.value
  if (value.kind === 'dict') return new Map(value.entries.map(([name, entry]) => [name, expected(entry)]))
  if (value.kind === 'tensor')
    return { type: value.type, shape: value.shape, bytes: Buffer.from(value.bytes) }
  return value.items.map(expected)
}

function found(value: PthValue, content: PthContent): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value.kind === 'list') return value.items.map((item) => found(item, content))
  if (value.kind === 'dict') {
    return new Map([...value.entries].map(([name, entry]) => [name, found(entry, content)]))
  }
  if (value.kind === 'other') throw new Error(`${value.what} was not written`)
  const [tensor] = readTensors([['a tensor', value]], content)
  return {
    type: value.type,
    shape: value.shape,
    bytes: bitsOf(required(tensor, 'the tensor').values)
  }
}

function bitsOf(values: Float32Array | Float64Array): Buffer {
  return values instanceof Float32Array
    ? Buffer.from(values.buffer)
    : Buffer.from(BigInt64Array.from(values, BigInt).buffer)
}

test('what is written as a .pth file is read back, to the bit', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const content = decodePth(encodePth('net', value), 'net.pth')
      expect(found(content.value, content)).toEqual(expected(value))
    }),
    { numRuns: 500 }
  )
})

test('the state dict of any checkpoint, alone or with its optimizer, is read back to the bit', () => {
  fc.assert(
    fc.property(arbitraryCheckpoint, (checkpoint) => {
      const dict = stateDict(checkpoint)
      const alone = tensorsIn(decodePth(encodePth('net', dict), 'net.pth'))
      expectSame(alone, dict)
      const whole = tensorsIn(decodePth(encodePth('net', trainingStateDict(checkpoint)), 'net.pth'))
      expectSame(whole, dict)
      expect(whole.path).toBe('model_state_dict')
      expect(whole.numbers.get('epoch')).toBe(checkpoint.epoch)
      expect(whole.optimizer?.entries.has('param_groups')).toBe(true)
      expectSame(decodeSafetensors(encodeSafetensors(dict, { a: 'b' }), 'net.safetensors'), dict)
    }),
    { numRuns: 30 }
  )
})

test('what is written as a safetensors file is read back, to the bit', () => {
  fc.assert(
    fc.property(named, (dict) => {
      fc.pre(dict.entries.every(([name]) => name !== '__metadata__' && name !== '__proto__'))
      expectSame(decodeSafetensors(encodeSafetensors(dict, {}), 'net.safetensors'), dict)
    })
  )
})

function expectSame(
  { tensors }: Pick<ReturnType<typeof tensorsIn>, 'tensors'>,
  { entries }: PythonDict
): void {
  expect(tensors.map(({ name }) => name).sort()).toEqual(entries.map(([name]) => name).sort())
  const byName = new Map<string | number, PythonValue>(entries)
  for (const { name, type, shape: lengths, values } of tensors) {
    const wanted = required(byName.get(name), 'the tensor')
    expect({ type, shape: lengths, bytes: bitsOf(values) }).toEqual(expected(wanted))
  }
}
