import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { required } from '../../../core/base/required'
import type { ImageRef } from '../../../core/data/dataset-edit'
import { loadDataset } from '../files/load-dataset'
import { readCollection } from '../library/stored-collection'
import { readManifest, writeManifest } from '../library/stored-manifest'
import { DatasetEditor, type FittedImage } from './dataset-editor'

let datasets = ''
let editor: DatasetEditor
beforeEach(async () => {
  datasets = await mkdtemp(path.join(tmpdir(), 'tenfold-editor-'))
  editor = new DatasetEditor({ folder: datasets, reserved: ['cifar-10'], now: () => 0 })
})
afterEach(() => rm(datasets, { recursive: true, force: true }))

/** Grey images, each of its own shade. */
const shades = (from: number, count: number): FittedImage[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${from + i}.png`,
    pixels: new Uint8Array(64).fill(from + i)
  }))
const wanted = { name: 'My pets', shape: [8, 8, 1] as const, fit: 'cover' as const, classes: ['cat', 'dog'] }
const manifestOf = async (id: string) => readManifest(path.join(datasets, id))
const countsOf = async (id: string) =>
  (await editor.look(id)).classes.map(({ name, train, test: held }) => [name, train, held])

async function filled(): Promise<string> {
  const id = await editor.create(wanted)
  await editor.add(id, 0, shades(0, 10))
  await editor.add(id, 1, shades(100, 20))
  return id
}

/** Of every image its shade and class. */
async function content(id: string): Promise<string[]> {
  const manifest = required(await manifestOf(id), 'a manifest')
  const { train, test: held, info } = await loadDataset(path.join(datasets, id), manifest)
  return [train, held]
    .flatMap(({ images, labels, count }) =>
      Array.from(
        { length: count },
        (_, row) => `${images[row * 64]} ${info.classes[required(labels[row], 'a label')]}`
      )
    )
    .sort()
}

async function refsOf(id: string, label: number): Promise<ImageRef[]> {
  const { images } = await editor.images(id, label, 0, 500)
  return images.map(({ split, row }) => ({ split, row }))
}

describe('a data set made by hand', () => {
  test('says what it needs until it can be trained on', async () => {
    const id = await editor.create({ ...wanted, classes: [] })
    expect(id).toBe('my-pets')
    expect((await editor.look(id)).missing).toBe('It needs two classes.')
    await editor.edit(id, { kind: 'addClass', name: 'cat' })
    expect((await editor.look(id)).missing).toBe('It needs a second class.')
    await editor.edit(id, { kind: 'addClass', name: 'dog' })
    expect((await editor.look(id)).missing).toBe('It needs images.')
    await editor.add(id, 0, shades(0, 1))
    expect((await editor.look(id)).missing).toMatch(/^It needs test images/)
    expect(await manifestOf(id)).toBeUndefined()
    await editor.add(id, 1, shades(100, 5))
    expect((await editor.look(id)).missing).toBeUndefined()
    expect(await manifestOf(id)).toMatchObject({ name: 'My pets', classes: ['cat', 'dog'] })
    expect(await readdir(path.join(datasets, id))).not.toContain('draft.json')
  })

  test('takes a fifth of each class for testing, however the images come', async () => {
    const id = await editor.create(wanted)
    for (let i = 0; i < 20; i++) await editor.add(id, 0, shades(i, 1))
    await editor.add(id, 1, shades(100, 20))
    expect(await countsOf(id)).toEqual([
      ['cat', 16, 4],
      ['dog', 16, 4]
    ])
  })

  test('has each image once, and mixes the classes', async () => {
    const id = await filled()
    expect(await editor.add(id, 1, [...shades(0, 2), ...shades(200, 1)])).toEqual({
      added: 1,
      known: ['0.png', '1.png']
    })
    const manifest = required(await manifestOf(id), 'a manifest')
    const { labels } = (await loadDataset(path.join(datasets, id), manifest)).train
    expect([...labels.slice(0, 12)]).toContain(0)
    expect([...labels.slice(0, 12)]).toContain(1)
  })
})

describe('an edit', () => {
  test('changes what it says, keeps all else, and is taken back', async () => {
    const id = await filled()
    const before = await content(id)
    const [first] = await refsOf(id, 0)
    await editor.edit(id, { kind: 'relabel', images: [required(first, 'an image')], label: 1 })
    expect((await countsOf(id)).map(([, train, held]) => Number(train) + Number(held))).toEqual([9, 21])
    await editor.edit(id, { kind: 'renameClass', label: 0, name: 'lynx' })
    expect((await content(id)).filter((line) => line.endsWith(' lynx'))).toHaveLength(9)
    expect(await editor.undo(id)).toBe('The class “cat” is called “lynx” now.')
    expect(await editor.undo(id)).toBe('1 image was moved to “dog”.')
    expect(await content(id)).toEqual(before)
  })

  test('that leaves nothing to train on makes it a draft, and taking it back a data set', async () => {
    const id = await filled()
    const before = await content(id)
    await editor.edit(id, { kind: 'removeClass', label: 1 })
    expect((await editor.look(id)).missing).toBe('It needs a second class.')
    expect(await manifestOf(id)).toBeUndefined()
    await editor.undo(id)
    expect(await content(id)).toEqual(before)
  })

  test('leaves its old files until the lab closes, and only those that count afterwards', async () => {
    const id = await filled()
    await editor.edit(id, { kind: 'remove', images: (await refsOf(id, 0)).slice(0, 3) })
    const own = (names: readonly string[]): string[] => names.filter((name) => name.endsWith('.bin'))
    expect(own(await readdir(path.join(datasets, id))).length).toBeGreaterThan(2)
    await editor.close()
    expect(own(await readdir(path.join(datasets, id)))).toHaveLength(2)
    expect(await content(id)).toHaveLength(27)
    await expect(editor.undo(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of a data set that is not there says so', async () => {
    await expect(editor.look('gone')).rejects.toMatchObject({ code: 'not-found' })
    await expect(editor.edit('gone', { kind: 'addClass', name: 'x' })).rejects.toMatchObject({
      code: 'not-found'
    })
  })
})

test('what is added as one group is taken back as one', async () => {
  const id = await filled()
  const before = await content(id)
  await editor.add(id, 0, shades(30, 2), 'burst')
  await editor.add(id, 0, shades(40, 3), 'burst')
  expect((await editor.look(id)).undo).toBe('5 images were added to “cat”.')
  await editor.add(id, 0, shades(50, 1), 'another burst')
  expect(await editor.undo(id)).toBe('1 image was added to “cat”.')
  expect(await editor.undo(id)).toBe('5 images were added to “cat”.')
  expect(await content(id)).toEqual(before)
})

test('taking an edit back leaves the name and the licence that were given since', async () => {
  const id = await filled()
  await editor.edit(id, { kind: 'renameClass', label: 0, name: 'lynx' })
  const folder = path.join(datasets, id)
  const now = required(await readManifest(folder), 'a manifest')
  const made = { ...required(now.made, 'where it comes from'), licence: 'CC0' }
  await writeManifest(folder, { ...now, name: 'Our pets', made })
  await editor.undo(id)
  expect(await manifestOf(id)).toMatchObject({
    name: 'Our pets',
    classes: ['cat', 'dog'],
    made: { licence: 'CC0' }
  })
})

test('a copy is a data set of its own', async () => {
  const id = await filled()
  const before = await content(id)
  const other = required(await readCollection(path.join(datasets, id)), 'a data set')
  const copy = await editor.copy(path.join(datasets, id), other, 'My pets')
  expect(copy).toBe('my-pets-2')
  await editor.edit(copy, { kind: 'removeClass', label: 0 })
  expect(await content(id)).toEqual(before)
  await editor.undo(copy)
  expect(await content(copy)).toEqual(before)
  expect((await manifestOf(copy))?.made?.source).toBe('a copy of “My pets”')
})

test('a well-known data set is one as long as it is not changed', async () => {
  const id = await filled()
  const now = required(await manifestOf(id), 'a manifest')
  const known = { kind: 'mnist' as const, official: true }
  const made = { ...required(now.made, 'where it comes from'), known }
  const folder = path.join(datasets, id)
  await writeManifest(folder, { ...now, made })
  const original = required(await readCollection(folder), 'a data set')
  const copy = await editor.copy(folder, original, 'My copy')
  expect((await manifestOf(copy))?.made?.known).toEqual(known)
  await editor.edit(copy, { kind: 'renameClass', label: 0, name: 'kitten' })
  expect((await manifestOf(copy))?.made).not.toHaveProperty('known')
  await editor.undo(copy)
  expect((await manifestOf(copy))?.made?.known).toEqual(known)
  await editor.add(copy, 0, shades(150, 1))
  expect((await manifestOf(copy))?.made).not.toHaveProperty('known')
  expect((await manifestOf(id))?.made?.known).toEqual(known)
})

test('a copy of files that are gone says so, and leaves nothing', async () => {
  const id = await filled()
  const folder = path.join(datasets, id)
  const other = required(await readCollection(folder), 'a data set')
  await rm(path.join(folder, required(other.files[0], 'a file').name), { force: true })
  await expect(editor.copy(folder, other, 'Copy')).rejects.toMatchObject({ code: 'storage' })
  expect(await readdir(datasets)).toEqual([id])
})

test('images of a class are shown with where they come from', async () => {
  const id = await filled()
  const { total, images, pixels } = await editor.images(id, 1, 5, 3)
  expect([total, images.length, pixels.length]).toEqual([20, 3, 3 * 64])
  for (const [i, { name }] of images.entries()) expect(name).toBe(`dog/${pixels[i * 64]}.png`)
})

test('a data set that is made after another of its id was deleted has no edit to take back', async () => {
  const id = await filled()
  await rm(path.join(datasets, id), { recursive: true })
  await editor.forget(id)
  expect(await editor.create(wanted)).toBe(id)
  await expect(editor.undo(id)).rejects.toMatchObject({ code: 'not-found' })
  await editor.edit(id, { kind: 'addClass', name: 'bird' })
  await editor.close()
  expect(await readdir(path.join(datasets, id))).toEqual(['draft.json'])
})

test('an edit that meets a damaged file changes nothing and leaves nothing', async () => {
  const id = await filled()
  await editor.close()
  const folder = path.join(datasets, id)
  const [file] = required(await manifestOf(id), 'a manifest').files
  const place = path.join(folder, required(file, 'a file').name)
  const whole = await readFile(place)
  await rm(place)
  await writeFile(place, Buffer.from(whole).fill(7, 65, 66))
  const again = new DatasetEditor({ folder: datasets, reserved: [], now: () => 0 })
  const before = (await readdir(folder)).sort()
  await expect(again.edit(id, { kind: 'mergeClass', label: 1, into: 0 })).rejects.toMatchObject({
    code: 'data-corrupt'
  })
  await again.close()
  expect((await readdir(folder)).sort()).toEqual(before)
})
