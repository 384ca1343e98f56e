import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatasetEditor } from '../edit/dataset-editor'
import { sweepDatasets } from './sweep-datasets'

let datasets = ''
let folder = ''
let editor: DatasetEditor
beforeEach(async () => {
  datasets = await mkdtemp(path.join(tmpdir(), 'tenfold-sweeping-'))
  editor = new DatasetEditor({ folder: datasets, reserved: [], now: () => 0 })
  const id = await editor.create({ name: 'Pets', shape: [8, 8, 1], fit: 'cover', classes: ['cat', 'dog'] })
  folder = path.join(datasets, id)
  for (const label of [0, 1]) {
    const images = Array.from({ length: 10 }, (_, i) => ({
      name: `${i}.png`,
      pixels: new Uint8Array(64).fill(label * 100 + i)
    }))
    await editor.add(id, label, images)
  }
})
afterEach(() => rm(datasets, { recursive: true, force: true }))

/** Renames what carries the number of this process, as if it were of one that is gone. */
async function die(): Promise<void> {
  const { pid } = spawnSync(process.execPath, ['--version'])
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.tmp-')) continue
    await writeFile(path.join(folder, name.replace(`-${process.pid}.`, `-${pid}.`)), '')
    await rm(path.join(folder, name))
  }
}

/** Files of images that only earlier states need, and marks. */
const named = async (pattern: RegExp): Promise<string[]> =>
  (await readdir(folder)).filter((name) => pattern.test(name))

test('what only earlier states need stays while its process lives', async () => {
  expect(await named(/\.bin$/)).not.toHaveLength(2)
  const before = await readdir(folder)
  await sweepDatasets(datasets)
  expect(await readdir(folder)).toEqual(before)
  await editor.close()
  expect(await named(/\.bin$/)).toHaveLength(2)
  expect(await named(/^\.tmp-/)).toEqual([])
})

test('it goes with unfinished files once the process is dead', async () => {
  await writeFile(path.join(folder, `.tmp-${process.pid}.00000000-0123456789ab-manifest.json`), '{')
  await die()
  await sweepDatasets(datasets)
  expect(await named(/\.bin$/)).toHaveLength(2)
  expect(await named(/edited$/)).toEqual([])
})

test('nothing goes of a data set that cannot be read, and all of it once that is mended', async () => {
  await die()
  const manifest = path.join(folder, 'manifest.json')
  const whole = await readFile(manifest)
  await writeFile(manifest, whole.subarray(10))
  const before = await readdir(folder)
  await sweepDatasets(datasets)
  expect(await readdir(folder)).toEqual(before)
  await writeFile(manifest, whole)
  await sweepDatasets(datasets)
  expect(await named(/\.bin$/)).toHaveLength(2)
})

test('files that somebody put there stay', async () => {
  await writeFile(path.join(folder, 'notes.txt'), 'mine')
  await die()
  await sweepDatasets(datasets)
  expect(await readdir(folder)).toContain('notes.txt')
})
