import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floatTypes, isFloat, wholeTypes } from '../tensors/tensor-type'
import type { NetworkFile } from '../network-file'
import { packNetwork } from './pack-network'
import { packedHead } from './reader-protocol'
import { unpackNetwork } from './unpack-network'

/** As it arrives: what messages carry is JSON. */
function carried(file: NetworkFile): NetworkFile {
  const { head, bytes } = packNetwork(file)
  return unpackNetwork({ head: packedHead.parse(JSON.parse(JSON.stringify(head))), bytes }, 'net.pth')
}

const tensor = fc
  .tuple(fc.string(), fc.constantFrom(...floatTypes, ...wholeTypes), fc.array(fc.maxSafeInteger()))
  .map(([name, type, numbers]) => ({
    name,
    shape: [numbers.length],
    ...(isFloat(type)
      ? { type, values: Float32Array.from(numbers) }
      : { type, values: Float64Array.from(numbers) })
  }))
const weights: fc.Arbitrary<NetworkFile> = fc.record({
  kind: fc.constant('weights'),
  name: fc.string(),
  tensors: fc.array(tensor),
  classes: fc.option(fc.array(fc.string()), { nil: undefined }),
  pixels: fc.constantFrom(undefined, [0, 1] as const, [[0, 1] as const, [-1, 1] as const]),
  labels: fc.option(fc.array(fc.string()), { nil: undefined })
})

test('weights arrive as they were read', () => {
  fc.assert(
    fc.property(weights, (file) => {
      expect(carried(file)).toEqual(file)
    })
  )
})

test('bytes that are missing or too many are an error', () => {
  const { head, bytes } = packNetwork({
    kind: 'weights',
    name: 'net.pth',
    tensors: [{ name: 'a', shape: [3], type: 'float32', values: Float32Array.of(1, 2, 3) }],
    classes: undefined,
    pixels: undefined,
    labels: undefined
  })
  for (const wrong of [bytes.subarray(1), new Uint8Array([...bytes, 0])])
    expect(() => unpackNetwork({ head, bytes: wrong }, 'net.pth')).toThrow('did not arrive')
})
