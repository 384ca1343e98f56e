import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { LabError } from '../../src/core/base/lab-error'
import { findKnownSets } from '../../src/lab/dataset/known/find-known-sets'
import { unpackHostileSets } from './unpack-hostile-sets'

const folder = await mkdtemp(path.join(tmpdir(), 'tenfold-hostile-'))
const cases = await unpackHostileSets(folder)
afterAll(() => rm(folder, { recursive: true }))

/** Finds the sets and reads all their images: what is wrong may lie anywhere. */
async function readAll(place: string): Promise<number> {
  let images = 0
  for (const set of await findKnownSets(place)) {
    for (const role of ['train', 'test'] as const) {
      for await (const _ of set.images(role)) images += 1
    }
  }
  return images
}

test.each(cases)('$name', async ({ name, place, code, message }) => {
  const error = await readAll(path.join(folder, name, place)).then(
    (images) => `${images} images`,
    (thrown: unknown) => thrown
  )
  expect(error).toBeInstanceOf(LabError)
  expect(error).toMatchObject({ code })
  expect(String(error)).toMatch(new RegExp(message.split('|').map(escape).join('|')))
})

test('none of the pickles has run anything', async () => {
  await expect(access('/tmp/tenfold-was-here')).rejects.toThrow('ENOENT')
})

test('nothing takes more memory than a small part of what it claims', () => {
  expect(process.memoryUsage().rss).toBeLessThan(700_000_000)
})

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
