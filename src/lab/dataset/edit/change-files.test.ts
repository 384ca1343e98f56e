import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { required } from '../../../core/base/required'
import { PixelHistogram } from '../../../core/data/pixel-histogram'
import { loadDataset } from '../files/load-dataset'
import type { DatasetManifest } from '../files/manifest'
import { readManifest, writeManifest } from '../library/stored-manifest'
import { readOrigins } from '../write/image-origins'
import { DatasetEditor } from './dataset-editor'

/** 127 of them are a file. */
const shape = [128, 128, 4] as const
const imageBytes = 128 * 128 * 4
const classes = ['ant', 'bee']

let datasets = ''
let editor: DatasetEditor
let id = ''
beforeAll(async () => {
  datasets = await mkdtemp(path.join(tmpdir(), 'tenfold-changing-'))
  editor = new DatasetEditor({ folder: datasets, reserved: [], now: () => 0 })
  id = await editor.create({ name: 'Many', shape, fit: 'cover', classes })
  for (const label of [0, 1]) await editor.add(id, label, images(label * 300, 300))
})
afterAll(() => rm(datasets, { recursive: true, force: true }))

/** Each with its number in its first two bytes. */
function images(first: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const pixels = new Uint8Array(imageBytes).fill((first + i) % 251)
    pixels.set([(first + i) & 255, (first + i) >> 8])
    return { name: `${first + i}.png`, pixels }
  })
}

const manifestNow = async (of = id): Promise<DatasetManifest> =>
  required(await readManifest(path.join(datasets, of)), 'a manifest')
const namesOf = ({ files }: DatasetManifest): string[] => files.map(({ name }) => name)

/** By set and row: number and class. */
async function content(of = id): Promise<{ readonly train: string[]; readonly test: string[] }> {
  const { train, test: held, info } = await loadDataset(path.join(datasets, of), await manifestNow(of))
  const [own, others] = [train, held].map(({ images: pixels, labels, count }) =>
    Array.from({ length: count }, (_, row) => {
      const at = row * imageBytes
      const number = required(pixels[at], 'a pixel') + 256 * required(pixels[at + 1], 'a pixel')
      return `${number} ${info.classes[required(labels[row], 'a label')]}`
    })
  )
  return { train: required(own, 'training images'), test: required(others, 'test images') }
}

test('moving one image leaves all files but two, and moving it back gives the same data set', async () => {
  const before = await manifestNow()
  const was = await content()
  expect(before.files.length).toBeGreaterThan(4)
  await editor.edit(id, { kind: 'move', images: [{ split: 'train', row: 200 }], to: 'test' })
  const now = await manifestNow()
  expect(namesOf(now).filter((name) => !namesOf(before).includes(name))).toHaveLength(2)
  const is = await content()
  const moved = required(was.train[200], 'an image')
  expect(is.train).toEqual(was.train.filter((one) => one !== moved))
  expect([...is.test].sort()).toEqual([...was.test, moved].sort())
  await editor.edit(id, {
    kind: 'move',
    images: [{ split: 'test', row: is.test.indexOf(moved) }],
    to: 'train'
  })
  expect(await manifestNow()).toEqual({ ...now, files: before.files, normalisation: before.normalisation })
})

test('the images stay in the order of their keys, and their origins with them', async () => {
  const one = images(1000, 1)
  await editor.add(id, 0, one)
  for (const split of ['train', 'test'] as const) {
    const origins = required(
      await readOrigins(path.join(datasets, id), await manifestNow(), split),
      'origins'
    )
    const keys = origins.map(({ name }) => createHash('sha256').update(name).digest('hex'))
    expect(keys).toEqual([...keys].sort())
    const rows = (await content())[split]
    expect(origins.map(({ name }) => path.basename(name, '.png'))).toEqual(
      rows.map((row) => row.split(' ')[0])
    )
  }
  await editor.undo(id)
})

test('mean and deviation are those of all training images', async () => {
  await editor.edit(id, { kind: 'remove', images: [{ split: 'train', row: 3 }] })
  const { train } = await loadDataset(path.join(datasets, id), await manifestNow())
  const histogram = new PixelHistogram(shape)
  for (let row = 0; row < train.count; row++)
    histogram.add(train.images.subarray(row * imageBytes, (row + 1) * imageBytes))
  expect((await manifestNow()).normalisation).toEqual(histogram.normalisation())
  await editor.undo(id)
})

test('relabelling one image writes one file', async () => {
  const before = namesOf(await manifestNow())
  const was = await content()
  const label = was.train[50]?.endsWith('ant') === true ? 1 : 0
  await editor.edit(id, { kind: 'relabel', images: [{ split: 'train', row: 50 }], label })
  expect(namesOf(await manifestNow()).filter((name) => !before.includes(name))).toHaveLength(1)
  expect((await content()).train[50]).toBe(`${was.train[50]?.split(' ')[0]} ${classes[label]}`)
  await editor.undo(id)
})

test('images of a data set that does not say where they come from keep the names that they get', async () => {
  const folder = path.join(datasets, id)
  const other = await manifestNow()
  const copy = await editor.copy(folder, other, 'Copy')
  const at = path.join(datasets, copy)
  const { files, ...rest } = await manifestNow(copy)
  await writeManifest(at, { ...rest, files: files.map(({ origins: _, ...file }) => file) })
  await editor.edit(copy, { kind: 'remove', images: [{ split: 'train', row: 0 }] })
  const origins = required(await readOrigins(at, await manifestNow(copy), 'train'), 'origins')
  expect(origins.map(({ name }) => name)).toEqual(origins.map((_, row) => `train image ${row + 1}`))
})
