import { describe, expect, test } from 'vitest'
import { checkpointFiles } from './checkpoint-files'

const model = (...paths: string[]): unknown => ({ modelTopology: {}, weightsManifest: [{ paths }] })

/** A folder: names to what their JSON holds; undefined for what is not JSON. */
function choose(folder: Readonly<Record<string, unknown>>, chosen?: string): Promise<string[]> {
  const glance = {
    json: (name: string) => Promise.resolve(folder[name]),
    bytes: (name: string) => {
      const content = folder[name]
      return Promise.resolve(content instanceof Uint8Array ? content : undefined)
    }
  }
  return checkpointFiles(Object.keys(folder), glance, chosen)
}

describe('the files that belong to a checkpoint', () => {
  test('a model folder among other files', async () => {
    const folder = {
      'README.md': undefined,
      'labels.json': { labels: [] },
      'metadata.json': { labels: [] },
      'model.json': model('weights.bin'),
      'other.bin': undefined,
      'training.json': { format: 'tenfold-training' },
      'weights.bin': undefined
    }
    const own = ['model.json', 'weights.bin', 'metadata.json', 'training.json']
    expect(await choose(folder)).toEqual(own)
    expect(await choose(folder, 'model.json')).toEqual(own)
  })

  test('a network and weights with names of their own', async () => {
    const shards = Array.from({ length: 12 }, (_, i) => `part${i}`)
    const folder = {
      'my-model.json': model(...shards),
      ...Object.fromEntries(shards.map((name) => [name, undefined]))
    }
    expect(await choose(folder)).toEqual(['my-model.json', ...shards])
    expect(await choose(folder, 'my-model.json')).toEqual(['my-model.json', ...shards])
  })

  test('a single weights file that a download renamed', async () => {
    expect(await choose({ 'model (1).json': model('weights.bin'), 'weights (1).bin': undefined })).toEqual([
      'model (1).json',
      'weights (1).bin'
    ])
  })

  test('a self-contained file goes alone, also one too large to look into', async () => {
    expect(await choose({ 'a.tenfold.json': undefined, 'weights.bin': undefined })).toEqual([
      'a.tenfold.json'
    ])
    expect(await choose({ 'renamed.json': { format: 'tenfold-checkpoint' }, 'x.json': {} })).toEqual([
      'renamed.json'
    ])
  })

  test('of several networks every one is named, and the one that was chosen is taken', async () => {
    const folder = {
      'a.json': model('a.bin'),
      'b.json': model('b.bin'),
      'a.bin': undefined,
      'b.bin': undefined
    }
    expect(await choose(folder)).toEqual(['a.json', 'b.json'])
    expect(await choose(folder, 'b.json')).toEqual(['b.json', 'b.bin'])
  })

  test('what cannot be understood is taken alone, so that it is told what is wrong with it', async () => {
    expect(await choose({ 'model.json': undefined, 'weights.bin': undefined })).toEqual(['model.json'])
    expect(await choose({ 'cifar_net.pth': undefined }, 'cifar_net.pth')).toEqual(['cifar_net.pth'])
    const saved = { 'saved_model.pb': undefined, 'keras_metadata.pb': undefined, 'fingerprint.pb': undefined }
    expect(await choose(saved)).toEqual(['saved_model.pb'])
    expect(await choose({ 'a.txt': undefined, 'b.txt': undefined })).toEqual([])
  })

  test('weights never lie elsewhere: only names of the folder are taken', async () => {
    const folder = { 'model.json': model('../../etc/passwd', '/etc/shadow', 'model.json'), passwd: undefined }
    expect(await choose(folder)).toEqual(['model.json', 'passwd'])
  })
})
