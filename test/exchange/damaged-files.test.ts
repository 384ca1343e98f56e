import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import { decodeSafetensors } from '../../src/lab/exchange/safetensors/decode-safetensors'
import type { NamedTensors } from '../../src/lab/exchange/tensors/named-tensor'
import { decodePth } from '../../src/lab/exchange/torch/decode-pth'
import { tensorsIn } from '../../src/lab/exchange/torch/tensors-in'

const folder = path.join(import.meta.dirname, 'files')
const names = readdirSync(folder).filter((name) => /\.(?:pth|safetensors)$/.test(name))
const sound = names.filter((name) => !name.startsWith('refused'))

function tensorsOf(bytes: Uint8Array, name: string): NamedTensors {
  return name.endsWith('.pth')
    ? tensorsIn(decodePth(bytes, name)).tensors
    : decodeSafetensors(bytes, name).tensors
}

/** The tensors, or the error that they are refused with. Whatever else is thrown is thrown on. */
function outcome(bytes: Uint8Array, name: string): NamedTensors | LabError {
  try {
    return tensorsOf(bytes, name)
  } catch (error) {
    if (error instanceof LabError && error.code === 'checkpoint-invalid' && error.hint !== '') return error
    throw error
  }
}

function expectSound(tensors: NamedTensors): void {
  for (const { shape, values } of tensors) {
    expect(values).toHaveLength(shape.reduce((product, length) => product * length, 1))
    expect(values.every((value) => Number.isFinite(value))).toBe(true)
  }
}

describe('a file that is cut off is refused, wherever it ends', () => {
  test.each(sound)('%s', (name) => {
    const bytes = readFileSync(path.join(folder, name))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (end) => {
        expect(outcome(bytes.subarray(0, end), name)).toBeInstanceOf(LabError)
      }),
      { numRuns: 50, seed: 18 }
    )
  })
})

describe('a file with changed bytes is refused or read, and nothing else happens', () => {
  test.each(names)('%s', (name) => {
    const bytes = readFileSync(path.join(folder, name))
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Buffer.from(bytes)
        for (const [at, byte] of changes) changed[at] = byte
        const result = outcome(changed, name)
        if (!(result instanceof LabError)) expectSound(result)
      }),
      { numRuns: 100, seed: 18 }
    )
  })

  // Its archive has no checksums, which would tell of each change: all of them reach the pickle.
  test('a pickle without a checksum', () => {
    const name = 'without-checksums-torch-2.15.pth'
    const bytes = readFileSync(path.join(folder, name))
    const [begin, end] = [bytes.indexOf('\x80\x02', 0, 'latin1'), bytes.indexOf('PK\x03\x04', 100, 'latin1')]
    let refused = 0
    fc.assert(
      fc.property(fc.integer({ min: begin, max: end - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const changed = Buffer.from(bytes)
        changed[at] = byte
        const result = outcome(changed, name)
        if (result instanceof LabError) refused += 1
        else expectSound(result)
      }),
      { numRuns: 2000, seed: 18 }
    )
    expect(refused).toBeGreaterThan(500)
  })
})
