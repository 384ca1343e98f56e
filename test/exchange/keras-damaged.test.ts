import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import { type NetworkFile, readNetworkFile } from '../../src/lab/exchange/network-file'
import { ValueBudget } from '../../src/lab/exchange/tensors/value-budget'
import { ZipArchive } from '../../src/lab/exchange/zip/zip-archive'
import { zipBytes } from './zip-bytes'

const folder = new URL('files/', import.meta.url)
const names = readdirSync(folder).filter(
  (name) => /\.(?:keras|h5)$/.test(name) && !name.startsWith('refused')
)
const read = (name: string): Buffer => readFileSync(new URL(name, folder))

/** The network, or the error that it is refused with. Whatever else is thrown is thrown on. */
async function outcome(bytes: Uint8Array, name: string): Promise<NetworkFile | LabError> {
  try {
    return await readNetworkFile([{ name, bytes }])
  } catch (error) {
    if (error instanceof LabError && error.code === 'checkpoint-invalid' && error.hint !== '') return error
    throw error
  }
}

function expectSound(file: NetworkFile): void {
  if (file.kind !== 'whole') throw new Error('it is whole')
  for (const { shape, values } of file.checkpoint.state.weights) {
    expect(values).toHaveLength(shape.reduce((product, length) => product * length, 1))
    expect(values.every((value) => Number.isFinite(value))).toBe(true)
  }
}

describe('a file that is cut off is refused, or has all of its weights in front', () => {
  test.each(names)('%s', async (name) => {
    const bytes = read(name)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (end) => {
        const result = await outcome(bytes.subarray(0, end), name)
        if (name.endsWith('.keras')) expect(result).toBeInstanceOf(LabError)
        else if (!(result instanceof LabError)) expectSound(result)
      }),
      { numRuns: 40, seed: 18 }
    )
  })
})

describe('a file with changed bytes is refused or read, and nothing else happens', () => {
  const change = (bytes: Buffer) =>
    fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4
    })

  // The same changes each time: of others the library never comes back, see keras-apart.test.ts.
  test.each(names.filter((name) => name.endsWith('.h5') && name !== 'tiny.h5'))('%s', async (name) => {
    const bytes = read(name)
    await fc.assert(
      fc.asyncProperty(change(bytes), async (changes) => {
        const changed = Buffer.from(bytes)
        for (const [at, byte] of changes) changed[at] = byte
        const result = await outcome(changed, name)
        if (!(result instanceof LabError)) expectSound(result)
      }),
      { numRuns: 100, seed: 18 }
    )
    // And the library reads what is sound afterwards.
    expect(await outcome(bytes, name)).not.toBeInstanceOf(LabError)
  })

  // The archive is written again, with checksums that are right: all changes reach the weights.
  test.each(names.filter((name) => name.endsWith('.keras')))('the weights in %s', async (name) => {
    const archive = new ZipArchive(read(name), name, new ValueBudget(name))
    const weights = Buffer.from(archive.read('model.weights.h5'))
    await fc.assert(
      fc.asyncProperty(change(weights), async (changes) => {
        const changed = Buffer.from(weights)
        for (const [at, byte] of changes) changed[at] = byte
        const pieces = archive.names.map((entry) => ({
          name: entry,
          content: entry === 'model.weights.h5' ? changed : archive.read(entry)
        }))
        const result = await outcome(zipBytes(pieces), name)
        if (!(result instanceof LabError)) expectSound(result)
      }),
      { numRuns: 50, seed: 18 }
    )
  })
})
