import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { dataFolder } from './data-folder'
import { makeFolder, makeFolderSync } from './make-folder'
import { mapAtMost } from './map-at-most'
import { storageError } from './storage-error'
import { syncFile, syncFolder } from './sync-to-disk'
import { writeFileAtomically } from './write-file-atomically'
import { writeFilesInPlace } from './write-files-in-place'
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
  test('replaces what was there and leaves nothing else behind', async () => {
    const path = join(folder, 'b.json')
    await writeFileAtomically(path, 'first, and longer')
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3))
    expect([...(await readFile(path))]).toEqual([1, 2, 3])
    expect(await readdir(folder)).toEqual(['b.json'])
  })

  test('brings back no folder that somebody removed', async () => {
    expect((await failure(writeFileAtomically(join(folder, 'a', 'b.json'), ''))).code).toBe('storage')
    expect(await readdir(folder)).toEqual([])
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

describe('writeFilesInPlace', () => {
  test('changes nothing when the disk does not take all of them', async () => {
    await writeFilesInPlace(folder, { 'a.json': 'old', 'b.bin': 'old' })
    await mkdir(join(folder, 'c'))
    const error = await failure(writeFilesInPlace(folder, { 'a.json': 'new', 'missing/b.bin': 'new' }))
    expect(error.code).toBe('storage')
    expect(await readdir(folder)).toEqual(['a.json', 'b.bin', 'c'])
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('old')
  })

  test('leaves the last of them out when it cannot finish', async () => {
    await writeFilesInPlace(folder, { 'b.bin': 'old', 'a.json': 'old' })
    await rm(join(folder, 'b.bin'))
    await mkdir(join(folder, 'b.bin', 'inside'), { recursive: true })
    expect((await failure(writeFilesInPlace(folder, { 'b.bin': 'new', 'a.json': 'new' }))).code).toBe(
      'storage'
    )
    expect(await readdir(folder)).toEqual(['b.bin'])
  })
})

describe('storageError', () => {
  test.each([
    ['ENOSPC', 'the disk is full', 'Free some space'],
    ['EACCES', 'permission was denied', 'Give yourself permission'],
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
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  test('TENFOLD_DATA wins and becomes absolute; blank counts as unset', () => {
    expect(dataFolder({ TENFOLD_DATA: 'somewhere' })).toBe(resolve('somewhere'))
    const usual = dataFolder({})
    expect(isAbsolute(usual)).toBe(true)
    expect(usual).toContain('Tenfold')
    expect(dataFolder({ TENFOLD_DATA: '  ' })).toBe(usual)
  })

  test.skipIf(process.platform === 'win32')('follows the platform', () => {
    vi.stubEnv('HOME', '/home/ada')
    expect(dataFolder({}, 'linux')).toBe('/home/ada/.local/share/Tenfold')
    expect(dataFolder({ XDG_DATA_HOME: '/big' }, 'linux')).toBe('/big/Tenfold')
    expect(dataFolder({}, 'darwin')).toBe('/home/ada/Library/Application Support/Tenfold')
    expect(dataFolder({ LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/Tenfold/Data')
  })

  test.skipIf(process.platform === 'win32').each(['', 'relative'])(
    'never lies in the current folder, with HOME “%s”',
    (home) => {
      vi.stubEnv('HOME', home)
      expect(isAbsolute(dataFolder({ XDG_DATA_HOME: 'relative' }, 'linux'))).toBe(true)
    }
  )
})

describe.each([
  ['makeFolder', makeFolder],
  [
    'makeFolderSync',
    async (path: string) => {
      makeFolderSync(path)
      return Promise.resolve()
    }
  ]
])('%s', (_, make) => {
  test('makes what is missing, and is content with what is there', async () => {
    const path = join(folder, 'a', 'b c\nd', 'ü')
    await make(path)
    await make(path)
    expect(await readdir(join(folder, 'a'))).toEqual(['b c\nd'])
  })

  test.skipIf(process.platform !== 'linux').each(['/proc/tenfold/a', '/dev/null/a', '/sys/tenfold/a'])(
    'gives up at once where no folder can be: %s',
    async (path) => {
      await expect(Promise.resolve().then(() => make(path))).rejects.toThrow()
    }
  )
})

describe('flushing to the disk', () => {
  const refusing = (code: string) => ({
    sync: () => Promise.reject(Object.assign(new Error(code), { code })),
    close: () => Promise.resolve()
  })

  test.each(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EACCES', 'EPERM'])(
    '%s means that there is no such thing',
    async (code) => {
      await syncFile(refusing(code))
      await syncFolder(folder, () => Promise.resolve(refusing(code)))
      await syncFolder(folder, () => Promise.reject(Object.assign(new Error(code), { code })))
    }
  )

  test('a file that the disk could not store is an error, a folder is none', async () => {
    await expect(syncFile(refusing('EIO'))).rejects.toThrow('EIO')
    await expect(syncFile(refusing('ENOSPC'))).rejects.toThrow('ENOSPC')
    await syncFolder(folder, () => Promise.resolve(refusing('EIO')))
  })
})

test('mapAtMost keeps the order and the limit', async () => {
  let underWay = 0
  let most = 0
  const double = async (value: number): Promise<number> => {
    most = Math.max(most, ++underWay)
    await readdir(folder)
    underWay--
    return value * 2
  }
  expect(await mapAtMost(3, [1, 2, 3, 4, 5, 6, 7], double)).toEqual([2, 4, 6, 8, 10, 12, 14])
  expect(most).toBe(3)
  expect(await mapAtMost(3, [], double)).toEqual([])
})
