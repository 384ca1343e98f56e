import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeLeftovers } from './remove-leftovers'
import { temporaryPath } from '../storage/temporary-path'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-leftovers-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A name as another process would have made it. */
const nameOf = (pid: number): string =>
  basename(temporaryPath(join(folder, 'x'))).replace(`.tmp-${process.pid}.`, `.tmp-${pid}.`)

test('what dead processes left goes, with all that is in it; what live ones write stays', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  await mkdir(join(folder, nameOf(dead), 'deep'), { recursive: true })
  await writeFile(join(folder, nameOf(dead)), '')
  const alive = [nameOf(process.pid), nameOf(process.ppid)]
  for (const name of alive) await writeFile(join(folder, name), '')
  await writeFile(join(folder, 'run.json'), '')
  await removeLeftovers([folder, join(folder, 'missing')])
  expect((await readdir(folder)).sort()).toEqual([...alive, 'run.json'].sort())
})

test('what nobody can know of goes after a day, and downloads are no leftovers', async () => {
  const elsewhere = '.tmp-1.00000000-0123456789ab-x'
  const old = '.tmp-0123456789ab-x'
  const download = '.tmp-download-cifar-10'
  for (const name of [elsewhere, old, download]) await writeFile(join(folder, name), '')
  await removeLeftovers([folder])
  expect(await readdir(folder)).toHaveLength(3)
  for (const name of [elsewhere, old, download]) await utimes(join(folder, name), 0, 0)
  await removeLeftovers([folder])
  expect(await readdir(folder)).toEqual([download])
})

test('a temporary name fits where the name itself is as long as can be', () => {
  expect(Buffer.byteLength(basename(temporaryPath(join(folder, '𝄞'.repeat(60)))))).toBeLessThan(255)
})
