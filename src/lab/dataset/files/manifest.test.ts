import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cifar10Manifest } from './cifar10-manifest'
import { loadManifest, manifestVariable } from './load-manifest'
import { datasetFolder, datasetHash, datasetManifest } from './manifest'

const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-manifest-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('manifest', () => {
  test('the built-in one satisfies its own schema', () => {
    expect(datasetManifest.parse(cifar10Manifest)).toEqual(cifar10Manifest)
  })

  test('is CIFAR-10 unless the environment names another', async () => {
    expect(await loadManifest({})).toBe(cifar10Manifest)
    expect(await loadManifest({ [manifestVariable]: '' })).toBe(cifar10Manifest)
    const file = path.join(folder, 'subset.json')
    const subset = { ...cifar10Manifest, id: 'subset', name: 'Subset' }
    await writeFile(file, JSON.stringify(subset))
    expect(await loadManifest({ [manifestVariable]: file })).toEqual(subset)
  })

  test.each(['CIFAR-10', 'cifar 10', 'ＣＩＦＡＲ‑１０'])(
    'other files named %s are shown as other files',
    async (name) => {
      const file = path.join(folder, 'claiming.json')
      const [first, ...rest] = cifar10Manifest.files
      const files = [{ ...first, sha256: '0'.repeat(64) }, ...rest]
      await writeFile(file, JSON.stringify({ ...cifar10Manifest, name, files }))
      expect((await loadManifest({ [manifestVariable]: file })).name).toBe(`${name} (other files)`)
      await writeFile(file, JSON.stringify({ ...cifar10Manifest, name }))
      expect((await loadManifest({ [manifestVariable]: file })).name).toBe('CIFAR-10')
    }
  )

  test.each([
    ['no JSON', 'not JSON', /manifest .*broken\.json is not JSON/],
    [
      'a file of the wrong size',
      { ...cifar10Manifest, files: cifar10Manifest.files.map((file) => ({ ...file, bytes: 5 })) },
      /10000 images take 30730000 bytes/
    ],
    [
      'a file outside of its folder',
      { ...cifar10Manifest, files: cifar10Manifest.files.map((file) => ({ ...file, name: '../x' })) },
      /must be a plain file name/
    ],
    [
      'an archive that is not on the web',
      { ...cifar10Manifest, archive: { url: 'file:///x', sha256: '' } },
      /archive\.url/
    ],
    [
      'a package name that is an option',
      { ...cifar10Manifest, npm: { name: '--x', version: '1.0.0' } },
      /npm\.name/
    ],
    [
      'no test files',
      { ...cifar10Manifest, files: cifar10Manifest.files.slice(0, 5) },
      /there is no test file/
    ],
    [
      'more classes than a byte can tell apart',
      { ...cifar10Manifest, classes: Array.from({ length: 257 }, (_, i) => `class ${i}`) },
      /257 classes need labels of 2 bytes/
    ],
    [
      'more classes than can be shown',
      { ...cifar10Manifest, labelBytes: 2, classes: Array.from({ length: 1001 }, (_, i) => `class ${i}`) },
      /classes/
    ],
    [
      'two classes of one name',
      { ...cifar10Manifest, classes: ['a', 'a'] },
      /two classes have the same name/
    ],
    [
      'a mean for each of too few channels',
      { ...cifar10Manifest, normalisation: { mean: [0.5], standardDeviation: [0.5, 0.5, 0.5] } },
      /one number for each channel: 3/
    ],
    ['two channels', { ...cifar10Manifest, shape: [32, 32, 2] }, /images must have 1 channel/],
    ['larger images', { ...cifar10Manifest, shape: [225, 32, 3] }, /shape/]
  ])('with %s is refused by name', async (_, content, message) => {
    const file = path.join(folder, 'broken.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    await expect(loadManifest({ [manifestVariable]: file })).rejects.toMatchObject({
      code: 'invalid-input',
      message: matching(message)
    })
  })

  test('that is not there is named, with the variable', async () => {
    await expect(loadManifest({ [manifestVariable]: '/nowhere.json' })).rejects.toMatchObject({
      code: 'not-found',
      hint: containing(manifestVariable)
    })
  })

  test('the hash of a data set covers its files in order', () => {
    const lines = cifar10Manifest.files.map((file) => `${file.sha256}\n`).join('')
    expect(datasetHash(cifar10Manifest)).toBe(createHash('sha256').update(lines).digest('hex'))
    const swapped = [...cifar10Manifest.files].reverse()
    expect(datasetHash({ ...cifar10Manifest, files: swapped })).not.toBe(datasetHash(cifar10Manifest))
  })

  test('of one that is made by hand it covers the classes, too', () => {
    const made = { source: 'made in the workbench', at: 0, byHand: true as const }
    const own = { ...cifar10Manifest, made }
    const renamed = cifar10Manifest.classes.map((name) => (name === 'cat' ? 'lynx' : name))
    const hashes = [
      cifar10Manifest,
      own,
      { ...own, classes: renamed },
      { ...own, classes: [...renamed, 'owl'] }
    ]
    expect(new Set(hashes.map(datasetHash)).size).toBe(4)
    expect(datasetHash({ ...cifar10Manifest, classes: renamed })).toBe(datasetHash(cifar10Manifest))
  })

  test('each data set has a folder of its own', () => {
    expect(datasetFolder('/data', cifar10Manifest)).toBe(path.join('/data', 'datasets', 'cifar-10'))
  })
})
