import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeLeftovers } from '../../ownership/remove-leftovers'
import { DatasetRemoval } from './dataset-removal'

let folder = ''
let removal: DatasetRemoval
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-removal-'))
  removal = new DatasetRemoval(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function make(id: string, text: string): Promise<void> {
  await mkdir(path.join(folder, id))
  await writeFile(path.join(folder, id, 'file'), text)
}
const ids = async (): Promise<string[]> => (await readdir(folder)).filter((name) => !name.startsWith('.'))

test('what was deleted comes back as it was', async () => {
  await make('a', 'one')
  await removal.remove('a')
  expect(await ids()).toEqual([])
  // Another lab of this machine that opens meanwhile takes nothing away.
  await removeLeftovers([folder])
  await removal.restore('a')
  expect(await readFile(path.join(folder, 'a', 'file'), 'utf8')).toBe('one')
})

test('nothing of it is left once the lab is closed', async () => {
  await make('a', 'one')
  await removal.remove('a')
  await removal.close()
  expect(await readdir(folder)).toEqual([])
  await expect(removal.restore('a')).rejects.toMatchObject({ code: 'not-found' })
})

test('it never takes the place of a data set that came meanwhile', async () => {
  await make('a', 'one')
  await removal.remove('a')
  await make('a', 'two')
  await expect(removal.restore('a')).rejects.toMatchObject({ code: 'storage' })
  expect(await readFile(path.join(folder, 'a', 'file'), 'utf8')).toBe('two')
})

test('what is not there cannot be deleted', async () => {
  await expect(removal.remove('gone')).rejects.toMatchObject({ code: 'storage' })
})
