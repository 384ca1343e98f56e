import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { failureOfAsync } from './failure-of'
import { zipBytes } from './zip-bytes'

const folder = new URL('files/', import.meta.url)
const file = (name: string, from = name) => ({ name, bytes: readFileSync(new URL(from, folder)) })
const text = (name: string, content: string) => ({ name, bytes: Buffer.from(content) })
const tmMetadata = (labels: readonly string[]): string =>
  JSON.stringify({ packageName: '@teachablemachine/image', labels })

const keras = file('keras_model.h5', 'nested-tf-keras.h5')
const tfjs = ['model.json', 'group1-shard1of3.bin', 'group1-shard2of3.bin', 'group1-shard3of3.bin'].map(
  (name) => file(name, `tfjs-sequential/${name}`)
)

async function whole(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const read = await readNetworkFile(files)
  if (read.kind !== 'whole') throw new Error('it is whole')
  return read
}

describe('labels.txt names the classes', () => {
  test.each([
    ['with an index on each line', '0 cats\n1 dogs\n2 others\n'],
    ['without one', 'cats\ndogs\nothers']
  ])('%s, beside a file and in its archive', async (_, content) => {
    const labels = text('labels.txt', content)
    const packed = zipBytes([keras, labels].map(({ name, bytes }) => ({ name, content: bytes })))
    for (const files of [[labels, keras], [{ name: 'converted_keras.zip', bytes: packed }]]) {
      const read = await whole(files)
      expect(read).toMatchObject({ file: 'keras_model.h5', labels: ['cats', 'dogs', 'others'] })
    }
  })

  test('of a model of TensorFlow.js', async () => {
    expect((await whole([...tfjs, text('labels.txt', 'a\nb\nc')])).labels).toEqual(['a', 'b', 'c'])
  })

  test('of weights alone', async () => {
    const weights = [file('net.pth', 'averaged-torch-2.15.pth'), text('labels.txt', '0 a\n1 b')]
    expect(await readNetworkFile(weights)).toMatchObject({ kind: 'weights', labels: ['a', 'b'] })
  })
})

test('metadata.json of Teachable Machine names them, and says the pixels', async () => {
  const { checkpoint, labels } = await whole([
    ...tfjs,
    text('metadata.json', tmMetadata(['a', 'b', 'c'])),
    text('labels.txt', 'd\ne\nf')
  ])
  expect(checkpoint.classes).toEqual(['a', 'b', 'c'])
  expect([checkpoint.assumesPixels, labels]).toEqual([undefined, undefined])
})

describe('names that do not fit are refused', () => {
  test.each([
    ['too few', [keras, text('labels.txt', '0 a\n1 b')], 'There are 2 names, but the network has 3 classes.'],
    ['one twice', [keras, text('labels.txt', 'a\nb\na')], '“a” is there twice.'],
    ['none', [keras, text('labels.txt', '\n')], 'There is no name in it.'],
    ['bytes', [keras, text('labels.txt', 'a\nb\n\0\u0001')], 'is not plain text of at most 200 characters.'],
    [
      'too many of Teachable Machine’s',
      [...tfjs, text('metadata.json', tmMetadata(['a', 'b', 'c', 'd']))],
      'There are 4 names, but the network has 3 classes.'
    ],
    [
      'a Teachable Machine’s twice',
      [...tfjs, text('metadata.json', tmMetadata(['a', 'b', 'a']))],
      '“a” is there twice.'
    ],
    ['a large file', [keras, text('labels.txt', 'a'.repeat(1_000_001))], 'is too large for a list of names.']
  ])('%s', async (_, files, message) => {
    const error = await failureOfAsync(() => readNetworkFile(files))
    expect(error.code).toBe('checkpoint-invalid')
    expect(error.message).toContain(message)
  })

  test('names without a network', async () => {
    const error = await failureOfAsync(() => readNetworkFile([text('labels.txt', 'a')]))
    expect(error.message).toBe('There is no checkpoint in labels.txt.')
  })
})
