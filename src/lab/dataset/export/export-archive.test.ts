import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeStoredDataset } from '../../../../test/exported/make-stored-dataset'
import { required } from '../../../core/base/required'
import type { DataFiles } from '../files/data-files'
import { datasetHash } from '../files/manifest'
import { readManifest } from '../library/stored-manifest'
import { readOrigins } from '../write/image-origins'
import { exportArchive } from './export-archive'
import { importArchive } from './import-archive'

let root = ''
let dataFiles: DataFiles
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-export-'))
  dataFiles = await makeStoredDataset(path.join(root, 'pets'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const place = (name: string): string => path.join(root, name)
const going = (): AbortSignal => new AbortController().signal

async function exported(name = 'out/pets.tenfold-data'): Promise<string> {
  await exportArchive({ dataFiles, target: place(name), signal: going(), onProgress: () => undefined })
  return place(name)
}

const imported = (file: string, reserved: readonly string[] = []) =>
  importArchive({ file, datasets: place('datasets'), reserved, signal: going(), onProgress: () => undefined })

test('what is exported and imported is the same data set, and says nothing of the machine it was made on', async () => {
  const file = await exported()
  expect(await readFile(file, 'latin1')).not.toMatch(/ada|secret/)
  expect(await imported(file)).toEqual({ id: 'pets', name: 'Pets', images: 9 })
  const folder = place('datasets/pets')
  const manifest = required(await readManifest(folder), 'a manifest')
  expect(manifest).toEqual({ ...dataFiles.manifest, made: { source: 'pets', at: 5, licence: 'CC0' } })
  for (const role of ['train', 'test'] as const)
    expect(await readOrigins(folder, manifest, role)).toEqual(
      await readOrigins(dataFiles.folder, dataFiles.manifest, role)
    )
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('an id that is taken, or belongs to another, gets a number; the hash stays', async () => {
  const file = await exported()
  await imported(file)
  expect((await imported(file)).id).toBe('pets-2')
  expect((await imported(file, ['pets-3'])).id).toBe('pets-4')
  const manifest = required(await readManifest(place('datasets/pets-4')), 'a manifest')
  expect(datasetHash(manifest)).toBe(datasetHash(dataFiles.manifest))
})

test('the same data set makes the same file', async () => {
  const [one, other] = [await exported('1'), await exported('2')]
  expect(await readFile(one)).toEqual(await readFile(other))
})

test('what is there stays, and nothing else is written', async () => {
  await writeFile(place('mine'), 'mine')
  await expect(exported('mine')).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await readFile(place('mine'), 'utf8')).toBe('mine')
  await mkdir(place('folder'))
  await expect(exported('folder')).rejects.toMatchObject({ code: 'invalid-input' })
  expect((await readdir(root)).sort()).toEqual(['folder', 'mine', 'pets'])
})

test('a damaged data set is not exported', async () => {
  const [file] = dataFiles.manifest.files
  const damaged = path.join(dataFiles.folder, required(file, 'a file').name)
  const bytes = await readFile(damaged)
  await rm(damaged)
  await writeFile(damaged, bytes.fill(7, 9, 10))
  await expect(exported('out')).rejects.toMatchObject({ code: 'data-corrupt' })
  expect(await readdir(root)).toEqual(['pets'])
})

test('what a disk refuses ends the export', async () => {
  await writeFile(place('file'), '')
  await expect(exported('file/in/it')).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test('an export that is cancelled leaves nothing', async () => {
  const abort = new AbortController()
  const job = exportArchive({
    dataFiles,
    target: place('out'),
    signal: abort.signal,
    onProgress: () => abort.abort()
  })
  await expect(job).rejects.toMatchObject({ code: 'cancelled', hint: 'Nothing was written.' })
  expect(await readdir(root)).toEqual(['pets'])
})

test('an import that is cancelled leaves nothing', async () => {
  const file = await exported()
  const abort = new AbortController()
  const job = importArchive({
    file,
    datasets: place('datasets'),
    reserved: [],
    signal: abort.signal,
    onProgress: () => abort.abort()
  })
  await expect(job).rejects.toMatchObject({ code: 'cancelled', hint: 'Nothing was added.' })
  expect(await readdir(place('datasets'))).toEqual([])
})

test('it tells how far it is, up to the end', async () => {
  const told: number[] = []
  await exportArchive({
    dataFiles,
    target: place('out'),
    signal: going(),
    onProgress: (done, total) => told.push(done / total)
  })
  expect(told.at(-1)).toBe(1)
})
