import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readNetworkApart } from '../../src/lab/exchange/apart/read-network-apart'
import { type NetworkReader, readNetworkFile } from '../../src/lab/exchange/network-file'
import { buildDecoder, type BuiltDecoder } from '../image-files/build-decoder'
import { failureOfAsync } from './failure-of'

/** Made by the scripts beside them. */
const folder = new URL('files/', import.meta.url)
const file = (name: string): { name: string; bytes: Buffer } => ({
  name,
  bytes: readFileSync(new URL(name, folder))
})
const memory = (): number => 2e9
let built: BuiltDecoder
let read: NetworkReader
beforeAll(async () => {
  built = await buildDecoder()
  read = readNetworkApart(built.decoderFile, { seconds: () => 120, memory })
})
afterAll(() => built.remove())

const readable = /\.(?:pth|pt|safetensors|onnx|keras|h5)$/
const each = readdirSync(folder).filter((name) => readable.test(name) && !name.startsWith('refused-endless'))

describe('in a process of its own', () => {
  test.for(each)('%s is read or refused as it is here', async (name) => {
    const [there, here] = await Promise.allSettled([read([file(name)]), readNetworkFile([file(name)])])
    if (here.status === 'fulfilled') expect(there).toEqual(here)
    else expect(there).toMatchObject({ reason: { code: 'checkpoint-invalid', message: messageOf(here) } })
  })

  test('a file that never ends is given up', async () => {
    const impatient = readNetworkApart(built.decoderFile, { seconds: () => 1, memory })
    const error = await failureOfAsync(() => impatient([file('refused-endless.h5')]))
    expect(error).toMatchObject({
      code: 'checkpoint-invalid',
      message: 'refused-endless.h5 takes too long to read, so it was given up.'
    })
  })

  test('a file that takes too much memory is given up', async () => {
    const small = readNetworkApart(built.decoderFile, { seconds: () => 120, memory: () => 1e6 })
    const error = await failureOfAsync(() => small([file('refused-endless.h5')]))
    expect(error).toMatchObject({
      code: 'checkpoint-invalid',
      message: 'refused-endless.h5 takes too much memory to read, so it was given up.'
    })
  })

  test('whatever bytes are changed, a file is refused or read, and the next one is read', async () => {
    const impatient = readNetworkApart(built.decoderFile, { seconds: () => 2, memory })
    const { name, bytes } = file('tiny.h5')
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 6 }), async (changes) => {
        const changed = Buffer.from(bytes)
        for (const [at, byte] of changes) changed[at] = byte
        const thrown = await impatient([{ name, bytes: changed }]).then(
          () => undefined,
          (error: unknown) => error
        )
        if (thrown !== undefined) expect(thrown).toMatchObject({ code: 'checkpoint-invalid' })
      }),
      { numRuns: 12, seed: 18 }
    )
    expect((await read([{ name, bytes }])).kind).toBe('whole')
  })

  test('a process that does not start is said to be that', async () => {
    const error = await failureOfAsync(() => readNetworkApart('/no/decoder.cjs')([file('tiny.h5')]))
    expect(error).toMatchObject({
      code: 'internal',
      message: 'The process that reads networks did not start.'
    })
  })
})

function messageOf({ reason }: PromiseRejectedResult): unknown {
  return reason instanceof Error ? reason.message : reason
}
