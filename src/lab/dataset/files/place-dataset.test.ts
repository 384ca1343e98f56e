import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { placeFiles, preparePlace } from './place-dataset'

const containing = (text: string): unknown => expect.stringContaining(text)
/** The superuser may write anywhere. */
const superuser = process.getuid?.() === 0

let root = ''
let folder = ''
let fresh = ''
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-place-'))
  folder = path.join(root, 'datasets', 'cifar-10')
  fresh = path.join(root, 'fresh')
  await mkdir(fresh)
  await writeFile(path.join(fresh, 'a.bin'), 'new')
})
afterEach(() => rm(root, { recursive: true }))

describe('preparePlace', () => {
  test('makes the folder, and leaves nothing in it', async () => {
    expect(await preparePlace(folder, ['a.bin'])).toBe(folder)
    expect(await readdir(folder)).toEqual([])
  })

  test('follows a link to a folder, and leaves the link', async () => {
    const real = path.join(root, 'real')
    await mkdir(real)
    await mkdir(path.dirname(folder))
    await symlink(real, folder)
    expect(await preparePlace(folder, ['a.bin'])).toBe(real)
    expect(await readlink(folder)).toBe(real)
  })

  test.each(['cifar-10', 'datasets'])('a link %s to nowhere is named', async (name) => {
    const broken = path.join(root, name)
    await symlink(path.join(root, 'unplugged'), broken)
    await expect(preparePlace(path.join(broken, 'x'), [])).rejects.toMatchObject({
      code: 'storage',
      message: containing(`${broken} is a link to ${path.join(root, 'unplugged')}, which does not exist`)
    })
    expect(await readdir(root)).not.toContain('unplugged')
  })

  test('a file in the folder’s place is left alone', async () => {
    await mkdir(path.dirname(folder))
    await writeFile(folder, 'mine')
    await expect(preparePlace(folder, [])).rejects.toMatchObject({ code: 'storage' })
    expect(await readFile(folder, 'utf8')).toBe('mine')
  })

  test('a folder in a file’s place is left alone', async () => {
    await mkdir(path.join(folder, 'a.bin', 'mine'), { recursive: true })
    await expect(preparePlace(folder, ['a.bin'])).rejects.toMatchObject({
      code: 'storage',
      message: containing('a.bin is not an ordinary file')
    })
    expect(await readdir(folder)).toEqual(['a.bin'])
  })

  test.skipIf(superuser)('a folder without permission is named', async () => {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o555)
    await expect(preparePlace(folder, [])).rejects.toMatchObject({
      code: 'storage',
      message: containing(folder)
    })
    await chmod(folder, 0o755)
  })
})

describe('placeFiles', () => {
  test('replaces a file at once, and makes it read-only', async () => {
    await preparePlace(folder, [])
    await writeFile(path.join(folder, 'a.bin'), 'old')
    await writeFile(path.join(folder, 'notes.txt'), 'mine')
    await placeFiles(fresh, folder, ['a.bin'])
    expect(await readFile(path.join(folder, 'a.bin'), 'utf8')).toBe('new')
    expect((await stat(path.join(folder, 'a.bin'))).mode & 0o222).toBe(0)
    expect(await readFile(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  })

  test.each([
    ['link', symlink],
    ['second name', link]
  ])('what a %s leads to stays as it is', async (_, make) => {
    await preparePlace(folder, [])
    const original = path.join(root, 'original.bin')
    await writeFile(original, 'original', { mode: 0o644 })
    await make(original, path.join(folder, 'a.bin'))
    await placeFiles(fresh, folder, ['a.bin'])
    expect(await readFile(original, 'utf8')).toBe('original')
    expect((await stat(original)).mode & 0o777).toBe(0o644)
    expect((await lstat(path.join(folder, 'a.bin'))).isFile()).toBe(true)
  })
})
