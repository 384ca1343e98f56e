import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newSessionKey, ServerMemory } from './server-memory'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tenfold-memory-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = (): string => path.join(folder, 'server.json')

test('what a server leaves is found by the next one, and readable by its owner alone', async () => {
  const memory = new ServerMemory(folder)
  expect(await memory.load()).toEqual({})
  const remembered = { key: newSessionKey(), port: 8321 }
  await memory.save(remembered)
  expect(await new ServerMemory(folder).load()).toEqual({ remembered })
  if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600)
})

test('a key that others could have read is not used', async () => {
  if (process.platform === 'win32') return
  const memory = new ServerMemory(folder)
  await memory.save({ key: newSessionKey() })
  await chmod(file(), 0o644)
  expect(await memory.load()).toEqual({ problem: `Others could have read the key in ${file()}.` })
})

test('what was left before there were seals is still found', async () => {
  const key = newSessionKey()
  await writeFile(file(), JSON.stringify({ version: 1, key, port: 8321 }), { mode: 0o600 })
  expect(await new ServerMemory(folder).load()).toEqual({ remembered: { key, port: 8321 } })
})

test.each(['', '{', '[]', '{"version":1,"key":"short"}', '{"version":2}'])(
  'a damaged file is told: %s',
  async (text) => {
    await writeFile(file(), text, { mode: 0o600 })
    const { remembered, problem } = await new ServerMemory(folder).load()
    expect(remembered).toBeUndefined()
    expect(problem).toContain(file())
  }
)
