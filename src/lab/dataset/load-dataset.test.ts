import { cp, chmod, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSmallCifar, type SmallCifar } from '../../../test/small-cifar/make-small-cifar'
import { makeRecord, recordName } from './dataset-record'
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
  small = await makeSmallCifar(root, { perFile: 530 })
  folder = small.folder
  await writeFile(
    path.join(folder, recordName),
    JSON.stringify(makeRecord(small.manifest, 'test', new Date(0)))
  )
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
    expect(dataset.hash).toBe(datasetHash(small.manifest))
    expect(dataset.train.count).toBe(5 * 530)
    expect(dataset.test.count).toBe(530)
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

  test('a data set without its record has not been downloaded', async () => {
    const copy = await copyFolder()
    await rm(path.join(copy, recordName))
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({ code: 'data-missing' })
    await expect(loadDataset(path.join(root, 'nowhere'), small.manifest)).rejects.toMatchObject({
      code: 'data-missing'
    })
  })

  test('neither has one whose files are cut or whose record is of another data set', async () => {
    const copy = await copyFolder()
    const other = { ...small.manifest, files: [...small.manifest.files].reverse() }
    await expect(loadDataset(copy, other)).rejects.toMatchObject({ code: 'data-missing' })
    await truncate(path.join(copy, 'data_batch_3.bin'), 3073)
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({ code: 'data-missing' })
  })

  test('a label out of range is corrupt', async () => {
    const copy = await copyFolder()
    const file = path.join(copy, 'test_batch.bin')
    const content = await readFile(file)
    content[529 * 3073] = 10
    await chmod(file, 0o644)
    await writeFile(file, content)
    await expect(loadDataset(copy, small.manifest)).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('label 10')
    })
  })
})

describe('readImages and readLabels', () => {
  test('give what loadDataset gives', async () => {
    const { train, test: tests } = await loadDataset(folder, small.manifest)
    expect(Buffer.compare(await readLabels(folder, small.manifest, 'train'), train.labels)).toBe(0)
    expect(Buffer.compare(await readLabels(folder, small.manifest, 'test'), tests.labels)).toBe(0)
    const rows = [2649, 0, 530, 529, 0]
    const images = await readImages(folder, small.manifest, 'train', rows)
    const wanted = rows.map((row) => train.images.slice(row * 3072, (row + 1) * 3072))
    expect(Buffer.concat(wanted).equals(images)).toBe(true)
    expect(await readImages(folder, small.manifest, 'test', [])).toHaveLength(0)
  })

  test('refuse rows that do not exist, and a folder that does not', async () => {
    for (const row of [530, -1, 0.5]) {
      const images = readImages(folder, small.manifest, 'test', [0, row])
      await expect(images).rejects.toMatchObject({ code: 'not-found' })
    }
    const nowhere = path.join(root, 'nowhere')
    await expect(readImages(nowhere, small.manifest, 'test', [0])).rejects.toMatchObject({
      code: 'data-missing'
    })
    await expect(readLabels(nowhere, small.manifest, 'test')).rejects.toMatchObject({ code: 'data-missing' })
  })
})
