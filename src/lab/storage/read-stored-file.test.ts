import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readStoredFile } from './read-stored-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-stored-'))
})
afterEach(() => rm(folder, { recursive: true }))
const file = (): string => join(folder, 'run.json')

test('a file is read whole, and one that is not there is none', async () => {
  expect(await readStoredFile(file())).toBeUndefined()
  await writeFile(file(), 'text')
  expect((await readStoredFile(file()))?.toString()).toBe('text')
  expect(await readStoredFile(join(file(), 'below'))).toBeUndefined()
})

test('a larger file than any of its kind is refused', async () => {
  await writeFile(file(), 'four')
  expect(await readStoredFile(file(), 4)).toHaveLength(4)
  await expect(readStoredFile(file(), 3)).rejects.toMatchObject({
    code: 'data-corrupt',
    message: `${file()} has 4 bytes; at most 3 are allowed.`
  })
})

describe.skipIf(process.platform === 'win32')('what stands in the place of a file is refused at once', () => {
  test.each([
    ['a named pipe', () => execFileSync('mkfifo', [file()])],
    ['a device', () => symlink('/dev/zero', file())],
    ['a folder', () => mkdir(file())]
  ])('%s', async (kind, make) => {
    await make()
    await expect(readStoredFile(file())).rejects.toMatchObject({
      code: 'data-corrupt',
      message: `${file()} is ${kind}, not an ordinary file.`,
      hint: 'Tenfold did not write this file. Move it away, and try again.'
    })
  })
})
