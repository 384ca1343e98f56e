import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readArchive } from './read-archive'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-archive-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function archive(entries: readonly number[]): Promise<string> {
  const packed = pack()
  const bytes = buffer(packed)
  entries.forEach((size, i) => packed.entry({ name: `folder/${i}` }, Buffer.alloc(size)))
  packed.finalize()
  const file = join(folder, 'archive.tar.gz')
  await writeFile(file, gzipSync(await bytes))
  return file
}

async function names(file: string, limit?: number): Promise<string[]> {
  const found: string[] = []
  const visit = ({ name }: { readonly name: string }): Promise<void> => {
    found.push(name)
    return Promise.resolve()
  }
  await readArchive(file, new AbortController().signal, visit, limit)
  return found
}

test('the files of an archive come one after the other, without their folders', async () => {
  expect(await names(await archive([3, 0, 100_000]))).toEqual(['0', '1', '2'])
})

test.each([
  ['one large entry', [10_000_000]],
  ['many empty entries', Array.from({ length: 4_000 }, () => 0)]
])('%s that unpacks to more than may be is refused', async (_, entries) => {
  const file = await archive(entries)
  await expect(names(file, 1_000_000)).rejects.toMatchObject({
    code: 'data-corrupt',
    message: 'The archive unpacks to more than 1,000,000 bytes.'
  })
})
