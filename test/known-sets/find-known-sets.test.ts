import { cp, mkdir, mkdtemp, readdir, readlink, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { findKnownSets } from '../../src/lab/dataset/known/find-known-sets'

const files = path.join(import.meta.dirname, 'files')
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-known-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function namesAt(place: string): Promise<string[]> {
  return (await findKnownSets(place)).map((set) => set.name)
}

async function put(set: string, ...place: string[]): Promise<string> {
  const target = path.join(folder, ...place)
  await mkdir(path.dirname(target), { recursive: true })
  await cp(path.join(files, set), target, { recursive: true })
  return target
}

test('a folder without a known set has none', async () => {
  expect(await findKnownSets(folder)).toEqual([])
  await writeFile(path.join(folder, 'notes.txt'), 'no images')
  await writeFile(path.join(folder, 'train'), 'no images either')
  expect(await findKnownSets(folder)).toEqual([])
  expect(await findKnownSets(path.join(folder, 'notes.txt'))).toEqual([])
})

test('a place that does not exist is named', async () => {
  await expect(findKnownSets(path.join(folder, 'gone'))).rejects.toMatchObject({ code: 'not-found' })
})

test('sets are found two folders deep and no deeper', async () => {
  await put('svhn', 'a', 'b')
  await put('svhn-plain', 'c', 'd', 'e')
  expect(await namesAt(folder)).toEqual(['SVHN (other files)'])
})

test('any file of a set leads to it', async () => {
  expect(await namesAt(path.join(files, 'svhn', 'test_32x32.mat'))).toEqual(['SVHN (other files)'])
  expect(await namesAt(path.join(files, 'npz-packed', 'mnist.npz'))).toEqual(['MNIST (other files)'])
})

test('links are followed inside the folder, and not out of it', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'tenfold-outside-'))
  try {
    await cp(path.join(files, 'svhn'), outside, { recursive: true })
    await symlink(outside, path.join(folder, 'link'))
    expect(await findKnownSets(folder)).toEqual([])
    await put('svhn-plain', 'inside')
    await symlink('inside', path.join(folder, 'again'))
    await symlink(folder, path.join(folder, 'itself'))
    expect((await namesAt(folder)).length).toBeGreaterThanOrEqual(2)
  } finally {
    await rm(outside, { recursive: true })
  }
})

test('a broken set does not hide one that is in order', async () => {
  await put('svhn', 'svhn')
  const broken = await put('npz-packed', 'broken')
  await writeFile(path.join(broken, 'mnist.npz'), 'no zip file')
  expect(await namesAt(folder)).toEqual(['SVHN (other files)'])
  await expect(findKnownSets(broken)).rejects.toMatchObject({ code: 'data-corrupt' })
})

test('a pickle of more than a gigabyte is refused by its size', async () => {
  const place = await put('cifar-100-python-2', 'large')
  await truncate(path.join(place, 'meta'), 1_000_000_001)
  await expect(findKnownSets(place)).rejects.toThrow(
    'takes 1,000,000,001 bytes, and files of this format may take 1,000,000,000'
  )
})

test('reading can be cancelled, and closes its files when it is left', async () => {
  for (const place of [
    'svhn',
    'svhn-plain',
    'torch',
    'npz-packed',
    'cifar-100-binary',
    'archives/cifar-100-binary.tar.gz'
  ]) {
    const set = required((await findKnownSets(path.join(files, place)))[0], 'a set')
    const cancel = new AbortController()
    cancel.abort()
    const images = set.images('train', cancel.signal)[Symbol.asyncIterator]()
    await expect(images.next()).rejects.toMatchObject({ code: 'cancelled' })
    for await (const { label } of set.images('train')) {
      expect(label).toBeLessThan(set.classes.length)
      break
    }
  }
  if (process.platform === 'linux') await expect.poll(openKnownFiles).toEqual([])
})

async function openKnownFiles(): Promise<string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
  )
  return links.filter((link) => link.startsWith(files))
}
