import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scanFolder } from './scan-folder'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-scan-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function make(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    const place = path.join(root, file)
    await mkdir(path.dirname(place), { recursive: true })
    if (!file.endsWith('/')) await writeFile(place, file)
    else await mkdir(place, { recursive: true })
  }
}

const containing = (text: string): unknown => expect.stringContaining(text)
const pathsOf = (entries: readonly { readonly path: string }[]): string[] =>
  entries.map((one) => one.path).sort()

describe('a folder of images', () => {
  test('has a class for each subfolder, in the order of code points', async () => {
    await make('dog/1.png', 'Cat/1.png', 'cat/sub/2.jpg', 'ä/1.png', '\u{1f436}/1.png', '\uff0a/1.png')
    const { classes, files, isSplit, findings } = await scanFolder(root)
    expect(classes).toEqual(['Cat', 'cat', 'dog', 'ä', '\uff0a', '\u{1f436}'])
    expect(files.train).toContainEqual({ path: 'cat/sub/2.jpg', label: 1 })
    expect(files.test).toEqual([])
    expect(isSplit).toBe(false)
    expect(findings).toEqual([])
  })

  test.each([
    ['train', 'test'],
    ['Training', 'testing'],
    ['train', 'val']
  ])('is split where it has %s and %s', async (train, test) => {
    await make(`${train}/cat/1.png`, `${train}/dog/1.png`, `${test}/dog/2.png`)
    const { classes, files, isSplit } = await scanFolder(root)
    expect(classes).toEqual(['cat', 'dog'])
    expect(isSplit).toBe(true)
    expect(pathsOf(files.train)).toEqual([`${train}/cat/1.png`, `${train}/dog/1.png`])
    expect(files.test).toEqual([{ path: `${test}/dog/2.png`, label: 1 }])
  })

  test('beside a test set, validation images belong to the training set, and that is told', async () => {
    await make('train/a/1.png', 'train/b/1.png', 'val/a/2.png', 'test/a/3.png', 'notes/x.png', 'readme.txt')
    const { files, findings } = await scanFolder(root)
    expect(pathsOf(files.train)).toEqual(['train/a/1.png', 'train/b/1.png', 'val/a/2.png'])
    expect(pathsOf(files.test)).toEqual(['test/a/3.png'])
    expect(findings.map(({ kind, of }) => `${kind} ${of}`)).toEqual([
      'outside notes',
      'outside readme.txt',
      'addedToTraining val'
    ])
  })

  test('what lies beside the classes, empty classes and links to folders are told of', async () => {
    await make('a/1.png', 'b/1.png', 'empty/', 'stray.png', '.DS_Store', 'a/Thumbs.db', 'a/.hidden/1.png')
    await symlink(root, path.join(root, 'a', 'loop'))
    await symlink('nowhere', path.join(root, 'a', 'broken.png'))
    const { classes, files, findings } = await scanFolder(root)
    expect(classes).toEqual(['a', 'b'])
    expect(pathsOf(files.train)).toEqual(['a/1.png', 'a/broken.png', 'b/1.png'])
    expect(findings.map(({ kind, of }) => `${kind} ${of}`)).toEqual([
      'outside stray.png',
      'link a/loop',
      'emptyClass empty'
    ])
  })

  test('with one class, or none, is refused with what is needed', async () => {
    await expect(scanFolder(root)).rejects.toMatchObject({
      code: 'invalid-input',
      message: containing('has no subfolder with images'),
      hint: containing('a subfolder for each class')
    })
    await make('cats/1.png')
    await expect(scanFolder(root)).rejects.toMatchObject({
      message: containing('only one subfolder with images, cats')
    })
  })

  test('that is not there, or is a file, says so', async () => {
    await expect(scanFolder(path.join(root, 'gone'))).rejects.toMatchObject({ code: 'not-found' })
    await make('file.txt')
    await expect(scanFolder(path.join(root, 'file.txt'))).rejects.toMatchObject({
      code: 'invalid-input',
      message: containing('is a file, not a folder')
    })
  })

  test('can be given up', async () => {
    const abort = new AbortController()
    abort.abort()
    await expect(scanFolder(root, abort.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
