import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { ImportFinding } from '../../../core/data/import-finding'
import type { DecodedImage, ImageRequest } from '../decoding/decoder-protocol'
import type { DatasetManifest } from '../files/manifest'
import { loadDataset } from '../files/load-dataset'
import { readOrigins } from '../write/image-origins'
import { type ImportJob, type ImportedImages, importImages } from './import-images'

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)
const root = path.join(path.sep, 'photos')
const shape: DatasetManifest['shape'] = [8, 8, 1]
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-import-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A picture of its own for each name; what stands behind `=` says the same as another file of that mark. */
function decode({ source }: ImageRequest): Promise<DecodedImage> {
  const own = 'path' in source ? path.relative(root, source.path).split(path.sep).join('/') : source.name
  if (own.includes('broken'))
    return Promise.reject(new LabError('data-corrupt', `${own} is cut off.`, 'Replace it.'))
  const mark = /=(\w+)/.exec(own)?.[1] ?? own
  const digest = createHash('sha256').update(mark).digest()
  const pixels = Uint8Array.from({ length: 64 }, (_, i) => digest[i % 32] ?? 0)
  const small = own.includes('tiny')
  return Promise.resolve({
    pixels,
    sha256: createHash('sha256').update(own).digest('hex'),
    width: small ? 4 : 8,
    height: small ? 3 : 8,
    format: 'png',
    notes: own.includes('moving') ? ['animated'] : own.endsWith('.jpg') ? ['misnamed'] : []
  })
}

interface Folder {
  readonly train: readonly string[]
  readonly test?: readonly string[]
}

async function run({ train, test: held }: Folder, changes: Partial<ImportJob> = {}): Promise<ImportedImages> {
  const classes = [...new Set([...train, ...(held ?? [])].map((file) => file.split('/').at(-2) ?? ''))].sort()
  const entries = (files: readonly string[]) =>
    files.map((file) => ({ path: file, label: classes.indexOf(file.split('/').at(-2) ?? '') }))
  return importImages({
    root,
    scanned: {
      classes,
      files: { train: entries(train), test: entries(held ?? []) },
      isSplit: held !== undefined,
      findings: []
    },
    options: { shape, fit: 'cover', seed: 1, testShare: 0.2 },
    decode,
    folder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes
  })
}

const files = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name}/${i}.png`)
const told = (findings: readonly ImportFinding[]): string[] =>
  findings.filter(({ kind }) => kind !== 'fewImages').map(({ kind, of }) => `${kind} ${of}`)

function manifestOf({ files: own, labelBytes, normalisation }: ImportedImages): DatasetManifest {
  return { id: 'x', name: 'x', classes: ['cat', 'dog'], shape, labelBytes, normalisation, files: [...own] }
}

test('images become a data set that says where each of them comes from', async () => {
  const imported = await run({ train: [...files(10, 'cat'), ...files(20, 'dog')] })
  const manifest = manifestOf(imported)
  const { train, test: held } = await loadDataset(folder, manifest)
  expect([train.count, held.count]).toEqual([24, 6])
  expect([...held.labels].sort()).toEqual([0, 0, 1, 1, 1, 1])
  const origins = await readOrigins(folder, manifest, 'train')
  for (const [row, origin] of (origins ?? []).entries()) {
    const { pixels } = await decode({ source: { path: path.join(root, origin.name) }, shape, fit: 'cover' })
    expect(train.images.subarray(row * 64, row * 64 + 64)).toEqual(pixels)
    expect(train.labels[row]).toBe(origin.name.startsWith('cat') ? 0 : 1)
  }
  expect(origins).toHaveLength(24)
  expect(imported.split).toEqual({ kind: 'seeded', seed: 1, testShare: 0.2 })
  expect(told(imported.findings)).toEqual([])
})

test('the same folder gives the same files', async () => {
  const first = await run({ train: [...files(30, 'cat'), ...files(30, 'dog')] })
  const again = await mkdtemp(path.join(tmpdir(), 'tenfold-import-'))
  const second = await run({ train: [...files(30, 'dog'), ...files(30, 'cat')].reverse() }, { folder: again })
  await rm(again, { recursive: true })
  expect(second.files).toEqual(first.files)
})

test('what cannot be read is left out and told of', async () => {
  const { files: written, findings } = await run({
    train: [...files(6, 'cat'), 'cat/broken.png', ...files(6, 'dog'), 'dog/broken.gif']
  })
  expect(written.reduce((sum, file) => sum + file.images, 0)).toBe(12)
  expect(told(findings).sort()).toEqual(['unreadable cat/broken.png', 'unreadable dog/broken.gif'])
  expect(findings.find(({ of }) => of === 'cat/broken.png')?.detail).toBe('cat/broken.png is cut off.')
})

test('of an image in both sets the test set keeps it; of one twice in a set, one is kept', async () => {
  const { findings, files: written } = await run({
    train: ['train/cat/a=1.png', 'train/cat/b=2.png', 'train/cat/c=2.png', 'train/dog/d.png'],
    test: ['test/cat/e=1.png', 'test/dog/f.png']
  })
  expect(written.map(({ role, images }) => [role, images])).toEqual([
    ['train', 2],
    ['test', 2]
  ])
  expect(told(findings)[0]).toMatch(/^(inBothSets|duplicate) /)
  expect(told(findings)).toContain('inBothSets train/cat/a=1.png')
  expect(told(findings).filter((line) => line.startsWith('duplicate'))).toHaveLength(1)
})

test('the same image in two classes is told of as such', async () => {
  const { findings } = await run({
    train: [...files(5, 'cat'), 'cat/a=same.png', ...files(5, 'dog'), 'dog/b=same.png']
  })
  expect(told(findings)).toEqual([matching(/^inTwoClasses (cat\/a|dog\/b)=same\.png$/)])
})

test('small, misnamed and moving images are used, and told of', async () => {
  const { findings, files: written } = await run({
    train: [...files(4, 'cat'), 'cat/tiny.png', 'cat/moving.gif', ...files(4, 'dog'), 'dog/x.jpg']
  })
  expect(written.reduce((sum, file) => sum + file.images, 0)).toBe(11)
  expect(told(findings).sort()).toEqual([
    'animated cat/moving.gif',
    'misnamed dog/x.jpg',
    'tiny cat/tiny.png'
  ])
})

test('classes with few images, or none for testing, are told of', async () => {
  const { findings } = await run({ train: [...files(40, 'cat'), ...files(1, 'dog')] })
  expect(findings).toEqual([
    { kind: 'fewImages', of: 'dog', detail: '1 for training' },
    { kind: 'noTestImages', of: 'dog' }
  ])
})

test('where nothing is left to train or test on, the reason is told', async () => {
  await expect(run({ train: ['cat/broken1.png', 'dog/broken2.png'] })).rejects.toMatchObject({
    code: 'invalid-input',
    message: matching(/No training image in .* can be used\. 2 files cannot be read: .* is cut off\.$/)
  })
  await expect(run({ train: ['cat/1.png', 'dog/1.png'] })).rejects.toMatchObject({
    message: 'Each class has only one image, so none is left for testing.'
  })
  await expect(
    run({ train: ['cat/1=a.png', 'dog/1=b.png'], test: ['cat/2=a.png', 'dog/2=b.png'] })
  ).rejects.toMatchObject({
    message: matching(/No training image in .* can be used\. 2 repeat an image that is already used\.$/)
  })
})

test('can be given up', async () => {
  const abort = new AbortController()
  const job = run(
    { train: [...files(100, 'cat'), ...files(100, 'dog')] },
    { signal: abort.signal, onProgress: (done) => done === 20 && abort.abort() }
  )
  await expect(job).rejects.toMatchObject({ code: 'cancelled' })
})
