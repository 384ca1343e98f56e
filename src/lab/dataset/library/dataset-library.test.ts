import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type GreyShapes, makeGreyShapes } from '../../../../test/grey-shapes/make-grey-shapes'
import type { DatasetStatus } from '../../contract/dataset-status'
import { cifar10Manifest } from '../files/cifar10-manifest'
import { datasetHash } from '../files/manifest'
import { DatasetLibrary } from './dataset-library'
import { writeManifest } from './stored-manifest'

let root = ''
let shapes: GreyShapes
let library: DatasetLibrary
let heard: DatasetStatus[] = []

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-library-'))
  shapes = await makeGreyShapes(root, { perFile: 5 })
  heard = []
  library = await DatasetLibrary.open({
    dataFolder: path.join(root, 'data'),
    manifest: cifar10Manifest,
    environment: {},
    onChange: (status) => heard.push(status)
  })
})
afterEach(async () => {
  await library.close()
  await rm(root, { recursive: true, force: true })
})

async function add(id: string, name: string): Promise<string> {
  const folder = library.folderOf(id)
  await cp(shapes.folder, folder, { recursive: true })
  await writeManifest(folder, { ...shapes.manifest, id, name })
  return folder
}

const names = async (): Promise<string[]> => (await library.list()).datasets.map(({ info }) => info.name)

test('the home comes first, whether it is here or not, and the others follow by name', async () => {
  expect(await names()).toEqual(['CIFAR-10'])
  await add('b', 'Bears')
  await add('a', 'Ants')
  expect(await names()).toEqual(['CIFAR-10', 'Ants', 'Bears'])
  expect((await library.find()).info.id).toBe('cifar-10')
  expect(await (await library.find('a')).refresh()).toMatchObject({ state: 'ready', info: { id: 'a' } })
})

test('a data set is found by its files, whatever its folder is called', async () => {
  await add('copied', 'A copy')
  expect((await library.holding(datasetHash(shapes.manifest)))?.info.id).toBe('copied')
  expect(await library.holding('another')).toBeUndefined()
})

test.each(['nothing', '../a', 'A', ''])('there is no data set “%s”', async (id) => {
  await add('a', 'Ants')
  await expect(library.find(id)).rejects.toMatchObject({ code: 'not-found' })
})

test('what another process removes or changes is seen', async () => {
  const folder = await add('a', 'Ants')
  const before = await library.find('a')
  expect(await library.find('a')).toBe(before)
  await writeManifest(folder, { ...shapes.manifest, id: 'a', name: 'Wood ants' })
  expect(await names()).toEqual(['CIFAR-10', 'Wood ants'])
  await rm(folder, { recursive: true })
  expect(await names()).toEqual(['CIFAR-10'])
})

test('who asks after a change is not answered with what others asked for before it', async () => {
  const folder = await add('a', 'Ants 0')
  for (let i = 1; i <= 40; i++) {
    const before = [names(), names(), names()]
    await writeManifest(folder, { ...shapes.manifest, id: 'a', name: `Ants ${i}` })
    const after = Promise.all([names(), names(), names()])
    await Promise.all(before)
    expect(await after).toEqual(Array.from({ length: 3 }, () => ['CIFAR-10', `Ants ${i}`]))
  }
})

test('a manifest that is damaged is told of, and hides no other', async () => {
  const folder = await add('a', 'Ants')
  await add('b', 'Bears')
  await writeFile(path.join(folder, 'manifest.json'), '{"format":2,"name":"Ants"')
  const { datasets, unreadable } = await library.list()
  expect(datasets.map(({ info }) => info.id)).toEqual(['cifar-10', 'b'])
  expect(unreadable).toMatchObject([{ id: 'a', problem: { code: 'data-corrupt' } }])
  await expect(library.find('a')).rejects.toMatchObject({ code: 'data-corrupt' })
})

test('whatever becomes of one is told, with its id', async () => {
  const folder = await add('a', 'Ants')
  const service = await library.find('a')
  await writeFile(path.join(folder, 'test.bin'), 'not an image')
  await service.verify()
  expect(heard.at(-1)).toMatchObject({ state: 'failed', info: { id: 'a' } })
})
