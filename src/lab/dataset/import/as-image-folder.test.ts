import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asImageFolder } from './as-image-folder'
import { scanFolder } from './scan-folder'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-image-folder-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** @param files a `/` at the end makes a folder */
async function told(
  files: readonly string[],
  counts?: Parameters<typeof asImageFolder>[2]
): Promise<unknown> {
  for (const file of files) {
    const place = path.join(root, file)
    await mkdir(file.endsWith('/') ? place : path.dirname(place), { recursive: true })
    if (!file.endsWith('/')) await writeFile(place, '')
  }
  const scanned = await scanFolder(root)
  const ones = scanned.classes.map(() => 1)
  return asImageFolder(root, scanned, counts ?? { train: ones, test: ones })
}

const plain = ['ants/1.png', 'ants/deep/er/2.JPG', 'bees/1.webp']
const split = ['train/ants/1.png', 'train/bees/1.png', 'test/ants/1.png', 'test/bees/1.png']
const listed = { classFolders: ['ants', 'bees'] }

test.each<[string, readonly string[], unknown]>([
  ['folders of images', plain, {}],
  ['train and test', split, {}],
  ['files beside the folders', [...plain, 'notes.txt', 'ants/.hidden', 'bees/Thumbs.db'], {}],
  ['a folder without images', [...plain, 'empty/'], listed],
  ['a hidden folder', [...plain, '.git/1.png'], listed],
  ['a class in one set only', split.slice(0, 3), listed],
  ['a format that ImageFolder does not know', [...plain, 'ants/3.gif'], { exportFirst: true }],
  ['a file that is no image by its name', [...plain, 'ants/notes.txt'], { exportFirst: true }],
  ['a hidden image', [...plain, 'ants/._1.png'], { exportFirst: true }],
  ['an image in a hidden folder', [...plain, 'ants/.cache/1.png'], { exportFirst: true }],
  ['a folder of images for validation', [...split, 'val/ants/1.png'], { exportFirst: true }]
])('%s', async (_, files, expected) => {
  expect(await told(files)).toEqual(expected)
})

test('a class without images in one set is listed; an empty folder there is refused by ImageFolder', async () => {
  const counts = { train: [1, 1], test: [1, 0] }
  expect(await told(split, counts)).toEqual(listed)
  await rm(path.join(root, 'test/bees/1.png'))
  expect(await told([], counts)).toEqual({ ...listed, exportFirst: true })
})

test.skipIf(process.platform === 'win32')('links to folders, which ImageFolder follows', async () => {
  await mkdir(path.join(root, 'ants'))
  await symlink('..', path.join(root, 'ants', 'loop'))
  expect(await told(plain)).toEqual({ exportFirst: true })
})
