import { cp, mkdir, mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatCount } from '../../../core/format/format-number'
import { makeSmallCifar, type SmallCifar } from '../../../../test/small-cifar/make-small-cifar'
import { DataFiles } from './data-files'
import { loadDataset } from './load-dataset'
import { datasetHash } from './manifest'
import { readImages, readLabels } from './read-images'

const containing = (text: string): unknown => expect.stringContaining(text)

let root = ''
let small: SmallCifar
let folder = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-load-'))
  // More than a chunk, and no whole number of them.
  small = await makeSmallCifar(root, { perFile: 300 })
  folder = small.folder
})
afterAll(() => rm(root, { recursive: true }))

async function copyFolder(): Promise<string> {
  const copy = await mkdtemp(path.join(root, 'copy-'))
  await cp(folder, copy, { recursive: true })
  return copy
}

describe('loadDataset', () => {
  test('splits labels and images, file after file, into shared memory', async () => {
    const dataset = await loadDataset(folder, small.manifest)
    expect(dataset.info.hash).toBe(datasetHash(small.manifest))
    expect(dataset.train.count).toBe(5 * 300)
    expect(dataset.test.count).toBe(300)
    expect(dataset.train.images.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(dataset.train.labels.buffer).toBeInstanceOf(SharedArrayBuffer)
    for (const [role, set] of [['train', dataset.train] as const, ['test', dataset.test] as const]) {
      const files = small.manifest.files.filter((file) => file.role === role)
      const content = Buffer.concat(
        await Promise.all(files.map((file) => readFile(path.join(folder, file.name))))
      )
      expect(content.length).toBe(set.count * 3073)
      for (let row = 0; row < set.count; row++) {
        const record = content.subarray(row * 3073, (row + 1) * 3073)
        const same =
          record[0] === set.labels[row] &&
          record.subarray(1).equals(set.images.subarray(row * 3072, (row + 1) * 3072))
        if (!same) expect.fail(`row ${row} differs`)
      }
    }
  })

  test('a file that is not there is named', async () => {
    const copy = await copyFolder()
    await rm(path.join(copy, 'data_batch_4.bin'))
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({
      code: 'data-missing',
      message: containing('data_batch_4.bin is missing')
    })
    await expect(loadDataset(path.join(root, 'nowhere'), small.manifest)).rejects.toMatchObject({
      code: 'data-missing'
    })
  })

  test.each([
    ['cut', 3073],
    ['longer', 300 * 3073 + 1]
  ])('a file that is %s is named, with both sizes', async (_, bytes) => {
    const copy = await copyFolder()
    await truncate(path.join(copy, 'data_batch_3.bin'), bytes)
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing(
        `data_batch_3.bin has ${formatCount(bytes)} bytes instead of ${formatCount(300 * 3073)}`
      )
    })
  })

  test('one changed label is found, although size, times and record say that nothing happened', async () => {
    const copy = await copyFolder()
    const file = path.join(copy, 'test_batch.bin')
    const { atime, mtime } = await stat(file)
    const content = await readFile(file)
    content[299 * 3073] = ((content[299 * 3073] ?? 0) + 1) % 10
    await writeFile(file, content)
    await utimes(file, atime, mtime)
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('test_batch.bin does not match its checksum')
    })
  })

  test('what is no file is neither read nor waited for', async () => {
    const copy = await copyFolder()
    await rm(path.join(copy, 'data_batch_1.bin'))
    await mkdir(path.join(copy, 'data_batch_1.bin'))
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('data_batch_1.bin is not an ordinary file')
    })
  })

  test('a manifest that tells of more images than fit into any memory is refused', async () => {
    const images = 2 ** 40
    const files = small.manifest.files.map((file) => ({ ...file, images, bytes: images * 3073 }))
    const absurd = { ...small.manifest, files }
    await expect(loadDataset(folder, absurd)).rejects.toMatchObject({ code: 'data-corrupt' })
    await expect(readLabels(new DataFiles(folder, absurd), 'train')).rejects.toMatchObject({
      code: 'data-corrupt'
    })
  })

  test('a label without a class is the manifest’s mistake', async () => {
    const narrow = { ...small.manifest, classes: small.manifest.classes.slice(0, 9) }
    await expect(loadDataset(folder, narrow)).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('label 9')
    })
  })
})

describe('readImages and readLabels', () => {
  test('give what loadDataset gives', async () => {
    const files = new DataFiles(folder, small.manifest)
    const { train, test: tests } = await loadDataset(folder, small.manifest)
    expect(await readLabels(files, 'train')).toEqual(new Uint16Array(train.labels))
    expect(await readLabels(files, 'test')).toEqual(new Uint16Array(tests.labels))
    const rows = [1499, 0, 300, 299, 0]
    const images = await readImages(files, 'train', rows)
    const wanted = rows.map((row) => train.images.slice(row * 3072, (row + 1) * 3072))
    expect(Buffer.concat(wanted).equals(images)).toBe(true)
    expect(await readImages(files, 'test', [])).toHaveLength(0)
  })

  test('refuse rows that do not exist, and a folder that does not', async () => {
    const files = new DataFiles(folder, small.manifest)
    for (const row of [300, -1, 0.5]) {
      const images = readImages(files, 'test', [0, row])
      await expect(images).rejects.toMatchObject({ code: 'not-found' })
    }
    const nowhere = new DataFiles(path.join(root, 'nowhere'), small.manifest)
    await expect(readImages(nowhere, 'test', [0])).rejects.toMatchObject({
      code: 'data-missing'
    })
    await expect(readLabels(nowhere, 'test')).rejects.toMatchObject({ code: 'data-missing' })
  })
})
