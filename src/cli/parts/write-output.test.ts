import { closeSync, openSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freeName, isStdout } from './write-output'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-output-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('names that are taken are numbered, before their endings', async () => {
  const report = path.join(folder, 'run-1-report.html')
  expect(await freeName(report)).toBe(report)
  await writeFile(report, '')
  expect(await freeName(report)).toBe(path.join(folder, 'run-1-report-2.html'))
  const checkpoint = path.join(folder, 'run-1-step-8.tenfold.json')
  await writeFile(checkpoint, '')
  expect(await freeName(checkpoint)).toBe(path.join(folder, 'run-1-step-8-2.tenfold.json'))
})

test.skipIf(process.platform === 'win32')('a dangling link takes a name too', async () => {
  await symlink('nowhere', path.join(folder, 'run-1-step-8'))
  expect(await freeName(path.join(folder, 'run-1-step-8'))).toBe(path.join(folder, 'run-1-step-8-2'))
})

test('stdout is known by all of its names', () => {
  expect(isStdout('-')).toBe(true)
  if (process.platform === 'linux') expect(isStdout('/proc/self/fd/1')).toBe(true)
  expect(isStdout(path.join(folder, 'missing'))).toBe(false)
  const other = path.join(folder, 'other')
  closeSync(openSync(other, 'w'))
  expect(isStdout(other)).toBe(false)
})
