import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PNG } from 'pngjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeGreyShapes } from '../../../../test/grey-shapes/make-grey-shapes'
import { makeStoredDataset } from '../../../../test/exported/make-stored-dataset'
import { DataFiles } from '../files/data-files'
import { loadDataset } from '../files/load-dataset'
import { scanFolder } from '../import/scan-folder'
import { exportFolder } from './export-folder'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-export-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const target = (): string => path.join(root, 'out')
const exported = (
  dataFiles: DataFiles,
  changes: Partial<Parameters<typeof exportFolder>[0]> = {}
): Promise<void> =>
  exportFolder({
    dataFiles,
    target: target(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes
  })

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

test('classes and images get names that every system takes and tells apart, and keep what they can', async () => {
  await exported(await makeStoredDataset(path.join(root, 'pets')))
  expect(await filesBelow(target())).toEqual([
    'tenfold-dataset.json',
    'test/Cat/_hidden.png',
    'test/_con/what_.png',
    'test/cat-2/1.png',
    'train/Cat/1-2.png',
    'train/Cat/1.png',
    'train/_con/_NUL.png',
    'train/_con/_aux.png',
    'train/cat-2/1-2.png',
    'train/cat-2/1.png'
  ])
  expect(JSON.parse(await readFile(path.join(target(), 'tenfold-dataset.json'), 'utf8'))).toEqual({
    format: 1,
    name: 'Pets',
    classes: ['con', 'Cat', 'cat', 'none'],
    folders: ['_con', 'Cat', 'cat-2', 'none'],
    shape: [8, 9, 3],
    normalisation: { mean: [0.5, 0.5, 0.5], standardDeviation: [0.5, 0.5, 0.5] },
    licence: 'CC0'
  })
})

test('an import finds its classes again, in the same order, unless somebody has changed them', async () => {
  await exported(await makeStoredDataset(path.join(root, 'pets')))
  const { classes, isSplit, findings, card } = await scanFolder(target())
  expect([classes, isSplit, findings, card?.name]).toEqual([['con', 'Cat', 'cat'], true, [], 'Pets'])
  await mkdir(path.join(target(), 'train', 'another'))
  await writeFile(path.join(target(), 'train', 'another', '1.png'), '')
  expect(await scanFolder(target())).toMatchObject({ classes: ['Cat', '_con', 'another', 'cat-2'] })
  expect((await scanFolder(target())).card).toBeUndefined()
})

test.each(['{', '[]', '{"format":1}'])('a card that is damaged is told of: %s', async (text) => {
  await exported(await makeStoredDataset(path.join(root, 'pets')))
  await writeFile(path.join(target(), 'tenfold-dataset.json'), text)
  await expect(scanFolder(target())).rejects.toMatchObject({ code: 'data-corrupt' })
})

test('images without a name are called by their rows, and have the same pixels', async () => {
  const { folder, manifest } = await makeGreyShapes(root, { perFile: 300 })
  await exported(new DataFiles(folder, manifest))
  const { test: held, info } = await loadDataset(folder, manifest)
  const pixels = manifest.shape[0] * manifest.shape[1]
  for (const row of [0, 1, 255, 256, held.count - 1]) {
    const file = path.join(
      target(),
      'test',
      String(info.classes[Number(held.labels[row])]),
      `${String(row).padStart(6, '0')}.png`
    )
    const { data, width, height } = PNG.sync.read(await readFile(file))
    expect([height, width]).toEqual(manifest.shape.slice(0, 2))
    expect(data.filter((_, i) => i % 4 === 0)).toEqual(
      Buffer.from(held.images.slice(row * pixels, (row + 1) * pixels))
    )
  }
  const files = await filesBelow(target())
  expect(files.filter((file) => file.startsWith('test/'))).toHaveLength(held.count)
})

test('an empty folder is filled; anything else stays as it is', async () => {
  const dataFiles = await makeStoredDataset(path.join(root, 'pets'))
  await mkdir(target())
  await exported(dataFiles)
  const before = await filesBelow(target())
  await expect(exported(dataFiles)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await filesBelow(target())).toEqual(before)
  await writeFile(path.join(root, 'file'), 'mine')
  await expect(exported(dataFiles, { target: path.join(root, 'file') })).rejects.toMatchObject({
    code: 'invalid-input'
  })
  expect((await readdir(root)).sort()).toEqual(['file', 'out', 'pets'])
})

test('one that is cancelled, or fails, leaves nothing', async () => {
  const dataFiles = await makeStoredDataset(path.join(root, 'pets'))
  const abort = new AbortController()
  const job = exported(dataFiles, { signal: abort.signal, onProgress: () => abort.abort() })
  await expect(job).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(root)).toEqual(['pets'])
  await rm(path.join(dataFiles.folder, String(dataFiles.manifest.files.at(-1)?.name)))
  await expect(exported(dataFiles)).rejects.toMatchObject({ code: 'data-missing' })
  expect(await readdir(root)).toEqual(['pets'])
})
