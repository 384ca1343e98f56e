import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from '../../core/base/schema'
import { readSealedFile, writeSealedFile } from './sealed-file'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-sealed-'))
  path = join(folder, 'file.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const kind = { name: 'thing', format: 2, content: z.object({ n: z.number() }) }
const read = (): Promise<unknown> => readSealedFile(path, kind, () => 'Make it again.')
const damaged = { code: 'data-corrupt', hint: 'Make it again.' }

test.each([undefined, 2])('what was written is read, and is JSON (indent %s)', async (indent) => {
  await writeSealedFile(path, kind, { n: 0 }, indent)
  expect(await read()).toEqual({ n: 0 })
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 2, n: 0 })
})

test('no file is not damage', async () => {
  expect(await read()).toBeUndefined()
})

test.each(['{"format":1,"n":3}', '{"formatVersion":1,"n":3}', '{"version":1,"n":3}'])(
  '%s has no seal yet',
  async (text) => {
    await writeFile(path, text)
    expect(await read()).toEqual({ n: 3 })
  }
)

test('a newer format is refused without a change', async () => {
  await writeFile(path, '{"format":3,"n":3}')
  await expect(read()).rejects.toMatchObject({ code: 'unsupported' })
  await expect(read()).rejects.toThrow(
    'saved by a newer Tenfold (format 3; this version reads formats up to 2)'
  )
})

test.each<readonly [string, (text: string) => string]>([
  ['a changed number', (text) => text.replace('"n":0', '"n":1')],
  ['a sign that changes no value', (text) => text.replace('"n":0', '"n":-0')],
  ['a missing seal', (text) => text.replace(/,"seal":"\w+"/, '')],
  ['a changed seal', (text) => text.replace(/"seal":"./, '"seal":"x')],
  ['the number of the format that had no seal', (text) => text.replace('"format":2', '"format":1')],
  ['half of it', (text) => text.slice(0, text.length / 2)],
  ['nothing', () => ''],
  ['another kind of value', () => '[]']
])('%s is damage', async (_, change) => {
  await writeSealedFile(path, kind, { n: 0 })
  await writeFile(path, change(await readFile(path, 'utf8')))
  await expect(read()).rejects.toMatchObject(damaged)
})
