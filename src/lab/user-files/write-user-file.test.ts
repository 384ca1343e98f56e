import { execFile, spawnSync } from 'node:child_process'
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryPath } from '../storage/temporary-path'
import { LabError } from '../../core/base/lab-error'
import { writeUserFile } from './write-user-file'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-user-file-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = Buffer.from('new')
const unix = process.platform !== 'win32'

test('a new file, in folders that are made for it', async () => {
  const path = join(folder, 'a', 'b', 'report.html')
  await writeUserFile(path, bytes)
  expect(await readFile(path, 'utf8')).toBe('new')
})

test('what a process left of the file that was killed goes, and nothing else', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  for (const name of ['report.html', 'other.html']) {
    await writeFile(
      temporaryPath(join(folder, name)).replace(`.tmp-${process.pid}.`, `.tmp-${dead}.`),
      'half'
    )
  }
  await writeFile(temporaryPath(join(folder, 'report.html')), 'being written')
  await writeUserFile(join(folder, 'report.html'), bytes)
  const left = (await readdir(folder)).map((name) => name.replace(/^\.tmp-(\d+).*-/, '$1 '))
  expect(left.sort()).toEqual([`${dead} other.html`, `${process.pid} report.html`, 'report.html'].sort())
})

test.skipIf(!unix)('a file keeps its permissions', async () => {
  const path = join(folder, 'private')
  await writeFile(path, 'old, and longer')
  await chmod(path, 0o600)
  await writeUserFile(path, bytes)
  expect(await readFile(path, 'utf8')).toBe('new')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['private'])
})

test('a folder is refused and stays', async () => {
  await mkdir(join(folder, 'inner'))
  await writeFile(join(folder, 'inner', 'kept'), '')
  await expect(writeUserFile(join(folder, 'inner'), bytes)).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await readdir(join(folder, 'inner'))).toEqual(['kept'])
})

test.skipIf(!unix)('a link stays a link, to a file and to nothing yet', async () => {
  await writeFile(join(folder, 'target'), 'old')
  await symlink('target', join(folder, 'link'))
  await symlink('missing', join(folder, 'dangling'))
  for (const name of ['link', 'dangling']) {
    await writeUserFile(join(folder, name), bytes)
    expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true)
  }
  expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new')
  expect(await readFile(join(folder, 'missing'), 'utf8')).toBe('new')
})

test.each([
  ['a file in the way', 'in-the-way/report.html', 'Move that file away, or choose another path.'],
  ['a name that is too long', 'x'.repeat(300), '']
])('what a path refuses is said of that path, not of the data folder: %s', async (_, name, hint) => {
  await writeFile(join(folder, 'in-the-way'), '')
  const path = join(folder, name)
  const refused: unknown = await writeUserFile(path, bytes).catch((thrown: unknown) => thrown)
  const error = LabError.from(refused)
  expect(error.code).toBe('storage')
  expect(error.message).toContain(path)
  expect(error.hint).toContain(hint)
  expect(error.hint).not.toContain('TENFOLD_DATA')
})

test('a file with two names keeps both', async () => {
  const path = join(folder, 'one')
  await writeFile(path, 'old, and longer')
  await link(path, join(folder, 'two'))
  await writeUserFile(path, bytes)
  expect(await readFile(join(folder, 'two'), 'utf8')).toBe('new')
  expect((await stat(path)).nlink).toBe(2)
})

test.skipIf(!unix)('a device stays a device', async () => {
  await writeUserFile('/dev/null', bytes)
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
})

test.skipIf(!unix)('a named pipe gets the bytes and stays', async () => {
  const path = join(folder, 'pipe')
  await promisify(execFile)('mkfifo', [path])
  const [read] = await Promise.all([readFile(path, 'utf8'), writeUserFile(path, bytes)])
  expect(read).toBe('new')
  expect((await lstat(path)).isFIFO()).toBe(true)
})
