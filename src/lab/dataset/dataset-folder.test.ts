import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile
} from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeSmallCifar } from '../../../test/small-cifar/make-small-cifar'
import { ServedDataset } from '../../../test/small-cifar/served-dataset'
import { readLabels } from './files/read-images'

const containing = (text: string): unknown => expect.stringContaining(text)

let data: ServedDataset
beforeAll(async () => {
  data = await ServedDataset.serve()
})
afterAll(() => data.close())
beforeEach(() => data.begin())
afterEach(() => data.end())

describe('the folder of a data set', () => {
  test('half a data set is incomplete, and only what is missing is fetched', async () => {
    await mkdir(data.folder, { recursive: true })
    for (const { name } of data.manifest.files.slice(0, 5)) {
      await copyFile(path.join(data.small.folder, name), path.join(data.folder, name))
    }
    const kept = await stat(path.join(data.folder, 'data_batch_1.bin'))
    const service = await data.open()
    expect(service.status()).toMatchObject({
      state: 'failed',
      error: { code: 'data-missing', message: containing('test_batch.bin is missing') }
    })
    service.download({ source: 'archive' })
    await service.done()
    await data.expectComplete(/^archive/)
    expect((await stat(path.join(data.folder, 'data_batch_1.bin'))).ino).toBe(kept.ino)
  })

  test('files that were put there by hand are verified once, then known', async () => {
    await mkdir(data.folder, { recursive: true })
    for (const { name } of data.manifest.files)
      await copyFile(path.join(data.small.folder, name), path.join(data.folder, name))
    expect((await data.open()).status().state).toBe('ready')
    await data.expectComplete(/found in the data folder/)
  })

  test('links to files elsewhere are read, and what they lead to stays as it is', async () => {
    const originals = await mkdtemp(path.join(data.root, 'originals-'))
    await mkdir(data.folder, { recursive: true })
    for (const { name } of data.manifest.files) {
      await copyFile(path.join(data.small.folder, name), path.join(originals, name))
      await chmod(path.join(originals, name), 0o644)
      await symlink(path.join(originals, name), path.join(data.folder, name))
    }
    const service = await data.open()
    expect(service.status().state).toBe('ready')
    const damaged = path.join(originals, 'data_batch_2.bin')
    await writeFile(damaged, Buffer.alloc((await stat(damaged)).size))
    service.download({ source: 'archive' })
    await service.done()
    await data.expectComplete(/^archive/)
    for (const { name } of data.manifest.files) {
      expect((await stat(path.join(originals, name))).mode & 0o777).toBe(0o644)
    }
    expect((await readFile(damaged)).every((byte) => byte === 0)).toBe(true)
    expect((await lstat(path.join(data.folder, 'data_batch_1.bin'))).isSymbolicLink()).toBe(true)
  })

  test('a folder that is a link is downloaded into', async () => {
    const elsewhere = await mkdtemp(path.join(data.root, 'elsewhere-'))
    await mkdir(path.dirname(data.folder), { recursive: true })
    await symlink(elsewhere, data.folder)
    const service = await data.open()
    service.download({ source: 'archive' })
    await service.done()
    await data.expectComplete(/^archive/)
    expect((await lstat(data.folder)).isSymbolicLink()).toBe(true)
  })

  test('what cannot be put in its place is told before anything is downloaded', async () => {
    await mkdir(path.join(data.folder, 'test_batch.bin'), { recursive: true })
    const asked = data.server.requests.length
    const service = await data.open()
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'data-corrupt' } })
    service.download({ source: 'archive' })
    await expect(service.done()).rejects.toMatchObject({
      code: 'storage',
      message: containing('test_batch.bin is not an ordinary file')
    })
    expect(data.server.requests).toHaveLength(asked)
    expect((await service.refresh()).state).toBe('failed')
  })

  test('another data set under the same id is not replaced', async () => {
    const service = await data.open()
    service.download({ source: 'archive' })
    await service.done()
    const other = await makeSmallCifar(await mkdtemp(path.join(data.root, 'other-')), {
      perFile: data.perFile,
      seed: 2
    })
    const before = await readFile(path.join(data.folder, 'data_batch_1.bin'))
    const claiming = await data.open({ files: other.manifest.files, name: 'Claimed' })
    expect(claiming.status()).toMatchObject({
      state: 'failed',
      error: { code: 'invalid-input', message: containing('contains another data set, “Small CIFAR”') }
    })
    claiming.download({ source: 'local', path: other.folder })
    await expect(claiming.done()).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await readFile(path.join(data.folder, 'data_batch_1.bin'))).toEqual(before)
  })

  test('sees damage at once, by every file’s stamp', async () => {
    const service = await data.open()
    service.download({ source: 'archive' })
    await service.done()
    const file = path.join(data.folder, 'data_batch_2.bin')
    const { atime, mtime } = await stat(file)
    const content = await readFile(file)
    content[0] = ((content[0] ?? 0) + 1) % 10
    await chmod(file, 0o644)
    await writeFile(file, content)
    await utimes(file, atime, mtime)
    for (const status of [await service.refresh(), (await data.open()).status(), await service.verify()]) {
      expect(status).toMatchObject({
        state: 'failed',
        error: { code: 'data-corrupt', message: containing('data_batch_2.bin does not match') }
      })
    }
    await expect(readLabels(service.files, 'train')).rejects.toMatchObject({ code: 'data-corrupt' })
  })

  test('files of the right size with other content are not taken for it', async () => {
    await mkdir(data.folder, { recursive: true })
    for (const { name, bytes } of data.manifest.files)
      await writeFile(path.join(data.folder, name), Buffer.alloc(bytes))
    const service = await data.open()
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'data-corrupt' } })
    service.download({ source: 'archive' })
    await service.done()
    await data.expectComplete(/^archive/)
  })

  test('downloading again repairs damaged files, and leaves good ones alone', async () => {
    const service = await data.open()
    service.download({ source: 'archive' })
    await service.done()
    const asked = data.server.requests.length
    service.download({ source: 'archive' })
    await service.done()
    expect(data.server.requests).toHaveLength(asked)

    const file = path.join(data.folder, 'data_batch_2.bin')
    await chmod(file, 0o644)
    await writeFile(file, Buffer.alloc((await stat(file)).size))
    service.download({ source: 'archive' })
    await service.done()
    await data.expectComplete(/^archive/)
  })

  test('sees what another process did', async () => {
    const [first, second] = [await data.open(), await data.open()]
    first.download({ source: 'archive' })
    await first.done()
    expect((await second.refresh()).state).toBe('ready')
    await rm(data.folder, { recursive: true })
    expect((await second.refresh()).state).toBe('absent')
  })
})
