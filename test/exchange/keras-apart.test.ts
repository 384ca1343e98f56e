import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readKerasApart } from '../../src/lab/exchange/keras/read-apart'
import { type KerasReader, readKerasHere } from '../../src/lab/exchange/keras/keras-reader'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { failureOfAsync } from './failure-of'

/** Made by make-keras-files.py and make-hostile-h5.py. */
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
let built: BuiltDecoder
let read: KerasReader
beforeAll(async () => {
  built = await buildDecoder()
  read = readKerasApart(built.decoderFile, () => 120)
})
afterAll(() => built.remove())

describe('in a process of its own', () => {
  test.each([
    { name: 'normalised-keras.keras', format: 'keras' },
    { name: 'nested-tf-keras.h5', format: 'h5' }
  ] as const)('$name is read as it is here', async ({ name, format }) => {
    const bytes = file(name)
    expect(await read(bytes, name, format)).toEqual(await readKerasHere(bytes, name, format))
  })

  test('a hostile file is refused with the same words', async () => {
    const name = 'refused-external-link.h5'
    const [there, here] = await Promise.all(
      [read, readKerasHere].map((reader) => failureOfAsync(() => reader(file(name), name, 'h5')))
    )
    expect(there?.message).toBe(here?.message)
    expect(there?.code).toBe('checkpoint-invalid')
  })

  test('a file that never ends is given up', async () => {
    const impatient = readKerasApart(built.decoderFile, () => 1)
    const error = await failureOfAsync(() => impatient(file('refused-endless.h5'), 'endless.h5', 'h5'))
    expect(error.code).toBe('checkpoint-invalid')
    expect(error.message).toBe('endless.h5 takes too long to read, so it was given up.')
  })

  test('whatever bytes are changed, a file is refused or read, and the next one is read', async () => {
    const impatient = readKerasApart(built.decoderFile, () => 2)
    const bytes = file('tiny.h5')
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 6 }), async (changes) => {
        const changed = Buffer.from(bytes)
        for (const [at, byte] of changes) changed[at] = byte
        const thrown = await impatient(changed, 'tiny.h5', 'h5').then(
          () => undefined,
          (error: unknown) => error
        )
        if (thrown !== undefined) expect(thrown).toMatchObject({ code: 'checkpoint-invalid' })
      }),
      { numRuns: 12, seed: 18 }
    )
    expect((await read(bytes, 'tiny.h5', 'h5')).weights).toHaveLength(2)
  })

  test('a process that does not start is no end of the world', async () => {
    const error = await failureOfAsync(() =>
      readKerasApart('/no/decoder.cjs')(file('tiny.h5'), 'tiny.h5', 'h5')
    )
    expect(error.code).toBe('checkpoint-invalid')
  })
})
