import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { initialWeights } from '../../src/core/model/initial-weights'
import { untrainedState } from '../../src/core/model/weights'
import { lessonConfig } from '../../src/core/settings/run-config'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { checkpointOf } from '../code/reference-steps'
import { failureOfAsync } from './failure-of'
import { zipBytes, type ZipPiece } from './zip-bytes'

const folder = new URL('files/', import.meta.url)
const piece = (name: string, from = name): ZipPiece => ({
  name,
  content: readFileSync(new URL(from, folder))
})
const read = (pieces: readonly ZipPiece[]): ReturnType<typeof readNetworkFile> =>
  readNetworkFile([{ name: 'net.zip', bytes: zipBytes(pieces) }])

describe('the one network in a zip archive is read', () => {
  test('as Tenfold exports it for TensorFlow.js', async () => {
    const checkpoint = checkpointOf(lessonConfig, untrainedState(initialWeights(lessonConfig.model, 3)))
    const options = { format: 'tfjs', averaged: false, preprocessing: false, version: '0' } as const
    const { bytes, fileName } = await exportNetwork(checkpoint, options)
    expect(fileName).toBe('cifar_net-tfjs.zip')
    const loaded = await readNetworkFile([{ name: fileName, bytes }])
    expect(loaded).toMatchObject({
      kind: 'whole',
      file: 'model.json',
      checkpoint: {
        classes: checkpoint.classes,
        config: { model: lessonConfig.model },
        state: { weights: checkpoint.state.weights }
      }
    })
    if (loaded.kind !== 'whole') throw new Error('it is whole')
    const { assumesPixels, assumesClasses } = loaded.checkpoint
    expect([assumesPixels, assumesClasses]).toEqual([undefined, undefined])
  })

  test('as macOS packs a folder', async () => {
    const names = ['model.json', 'group1-shard1of3.bin', 'group1-shard2of3.bin', 'group1-shard3of3.bin']
    const loaded = await read([
      ...names.map((name) => piece(`my net/${name}`, `tfjs-sequential/${name}`)),
      { name: '__MACOSX/my net/._model.json', content: Buffer.from('Mac OS X') },
      { name: '__MACOSX/my net/model.json', content: Buffer.from('Mac OS X') }
    ])
    expect(loaded.kind).toBe('whole')
  })

  test('a file beside others, as Teachable Machine exports one for Keras', async () => {
    const loaded = await read([
      piece('keras_model.h5', 'nested-tf-keras.h5'),
      { name: 'labels.txt', content: Buffer.from('0 cats\n1 dogs\n2 others\n') }
    ])
    expect(loaded.kind).toBe('whole')
  })

  test('weights alone', async () => {
    expect((await read([piece('deep/down/net.pth', 'averaged-torch-2.15.pth')])).kind).toBe('weights')
  })
})

describe('what is not one network is refused', () => {
  test.each([
    ['nothing', [], 'net.zip has no network in it.'],
    ['a text', [{ name: 'README.txt', content: Buffer.from('hello') }], 'net.zip has no network in it.'],
    [
      'two networks',
      [piece('a.h5', 'tiny.h5'), piece('b.h5', 'tiny.h5')],
      'net.zip has several networks in it: a.h5, b.h5.'
    ],
    [
      'two files of one name',
      [piece('a/net.h5', 'tiny.h5'), piece('b/net.h5', 'tiny.h5')],
      'net.zip has several files called net.h5.'
    ],
    [
      'an archive in an archive',
      [{ name: 'inner.zip', content: zipBytes([piece('a.h5', 'tiny.h5')]) }],
      'net.zip has no network in it.'
    ]
  ] satisfies readonly (readonly [string, readonly ZipPiece[], string])[])(
    '%s',
    async (_, pieces, message) => {
      const error = await failureOfAsync(() => read(pieces))
      expect(error).toMatchObject({ code: 'checkpoint-invalid', message })
    }
  )

  test('a name that leads out of the archive names no file of the machine', async () => {
    const loaded = await read([piece('../../etc/net.h5', 'tiny.h5')]).catch((thrown: unknown) => thrown)
    expect(loaded).toMatchObject({ code: 'checkpoint-invalid' })
  })
})
