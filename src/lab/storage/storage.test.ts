import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LabError } from '../../core/lab-error'
import { dataFolder } from './data-folder'
import { storageError } from './storage-error'
import { writeFileAtomically } from './write-file-atomically'
import { writeFolderAtomically } from './write-folder-atomically'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-storage-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function failure(promise: Promise<unknown>): Promise<LabError> {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(thrown instanceof LabError)) throw new Error(`expected a LabError, got ${String(thrown)}`)
  return thrown
}

describe('writeFileAtomically', () => {
  test('makes parent folders, replaces what was there and leaves nothing else behind', async () => {
    const path = join(folder, 'a', 'b.json')
    await writeFileAtomically(path, 'first, and longer')
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3))
    expect([...(await readFile(path))]).toEqual([1, 2, 3])
    expect(await readdir(join(folder, 'a'))).toEqual(['b.json'])
  })

  test('keeps the old file when the new one cannot take its place', async () => {
    const path = join(folder, 'taken')
    await mkdir(path)
    await writeFile(join(path, 'inside'), 'kept')
    expect((await failure(writeFileAtomically(path, 'new'))).code).toBe('storage')
    expect(await readdir(folder)).toEqual(['taken'])
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept')
  })

  test('says so when a file stands where a folder is needed', async () => {
    await writeFile(join(folder, 'plain'), '')
    const error = await failure(writeFileAtomically(join(folder, 'plain', 'x'), 'new'))
    expect(error.message).toContain('a file stands where a folder is needed')
  })
})

describe('writeFolderAtomically', () => {
  test('writes all files, then replaces them as a whole', async () => {
    const path = join(folder, 'checkpoints', '2000')
    await writeFolderAtomically(path, { 'a.json': '{}', 'b.bin': Uint8Array.of(7) })
    await writeFolderAtomically(path, { 'c.json': '[]' })
    expect(await readdir(path)).toEqual(['c.json'])
    expect(await readdir(join(folder, 'checkpoints'))).toEqual(['2000'])
  })

  test('refuses names that lead elsewhere, and leaves no trace', async () => {
    const error = await failure(writeFolderAtomically(join(folder, 'x'), { '../escaped': 'no' }))
    expect(error.code).toBe('storage')
    expect(await readdir(folder)).toEqual([])
  })
})

describe('storageError', () => {
  test.each([
    ['ENOSPC', 'the disk is full', 'Free some space'],
    ['EACCES', 'permission was denied', 'write permission'],
    ['EROFS', 'the disk is read-only', 'TENFOLD_DATA']
  ])('%s is explained with a remedy', (code, what, remedy) => {
    const cause = Object.assign(new Error('raw'), { code })
    const error = storageError(cause, 'write', '/data/run.json')
    expect(error.code).toBe('storage')
    expect(error.message).toBe(`Could not write /data/run.json: ${what}.`)
    expect(error.hint).toContain(remedy)
  })

  test('an unknown failure keeps its own words, and a LabError passes through', () => {
    expect(storageError(new Error('odd'), 'read', 'x').message).toBe('Could not read x: odd.')
    const already = new LabError('diverged', 'm', 'h')
    expect(storageError(already, 'read', 'x')).toBe(already)
  })
})

describe('dataFolder', () => {
  test('TENFOLD_DATA wins and becomes absolute; blank counts as unset', () => {
    expect(dataFolder({ TENFOLD_DATA: 'somewhere' })).toBe(resolve('somewhere'))
    const usual = dataFolder({})
    expect(isAbsolute(usual)).toBe(true)
    expect(usual).toContain('Tenfold')
    expect(dataFolder({ TENFOLD_DATA: '  ' })).toBe(usual)
  })
})
