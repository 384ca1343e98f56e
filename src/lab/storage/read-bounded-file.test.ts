import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { openRegularFile, readBoundedFile } from './read-bounded-file'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-bounded-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const refusal = async (path: string, maxBytes = 100): Promise<string> =>
  readBoundedFile(path, maxBytes).then(
    () => 'it was read',
    (thrown: unknown) => LabError.from(thrown).message
  )

test('a file is read whole, up to its bound and through links', async () => {
  const file = join(folder, 'whole')
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251))
  await writeFile(file, bytes)
  await symlink(file, join(folder, 'link'))
  expect((await readBoundedFile(file, 200_000)).equals(bytes)).toBe(true)
  expect((await readBoundedFile(join(folder, 'link'), 1_000_000)).equals(bytes)).toBe(true)
  await writeFile(join(folder, 'empty'), '')
  expect((await readBoundedFile(join(folder, 'empty'), 0)).length).toBe(0)
})

test('one byte more than allowed is refused with both sizes', async () => {
  const file = join(folder, 'large')
  await writeFile(file, Buffer.alloc(2001))
  expect(await refusal(file, 2000)).toBe(`${file} has 2,001 bytes; at most 2,000 are allowed.`)
})

test('a file that grows after it was opened is still bounded', async () => {
  const file = join(folder, 'growing')
  await writeFile(file, Buffer.alloc(10))
  const { handle, size } = await openRegularFile(file)
  await handle.close()
  expect(size).toBe(10)
  await appendFile(file, Buffer.alloc(91))
  expect(await refusal(file, 100)).toContain('at most 100 are allowed')
})

test('what is missing stays the error of the disk', async () => {
  await expect(readBoundedFile(join(folder, 'missing'), 10)).rejects.toMatchObject({ code: 'ENOENT' })
})

describe.skipIf(process.platform === 'win32')('what is no regular file is refused at once', () => {
  test('devices, also behind a link', async () => {
    expect(await refusal('/dev/zero')).toContain('/dev/zero is a device')
    await symlink('/dev/zero', join(folder, 'weights.bin'))
    expect(await refusal(join(folder, 'weights.bin'))).toContain('is a device')
  })

  test('a named pipe that nobody writes to', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(await refusal(pipe)).toContain('is a named pipe')
  })

  test('a socket and a folder', async () => {
    const socket = join(folder, 'socket')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(socket, resolve))
    expect(await refusal(socket)).toContain('is a socket')
    await new Promise((resolve) => server.close(resolve))
    expect(await refusal(folder)).toContain('is a folder')
  })

  test('files of /proc, which are longer than they say', async () => {
    if (process.platform !== 'linux') return
    expect((await readBoundedFile('/proc/self/status', 100_000)).toString()).toContain('Pid:')
    expect(await refusal('/proc/self/status', 10)).toContain('at most 10 are allowed')
  })
})
