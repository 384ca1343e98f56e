import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { downloadableSets } from '../../src/core/data/downloadable-sets'
import type { ImportStatus } from '../../src/lab/contract/dataset-import'
import { DatasetImporter } from '../../src/lab/dataset/import/dataset-importer'
import { readManifest } from '../../src/lab/dataset/library/stored-manifest'
import { datasetHash } from '../../src/lab/dataset/files/manifest'
import { required } from '../../src/core/base/required'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-sets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.for(downloadableSets)('$name comes from the registry as it is known', async (set, { skip }) => {
  const importer = new DatasetImporter({
    folder,
    reserved: [],
    decoder: { decode: () => Promise.reject(new Error('nothing is decoded')) },
    downloadable: downloadableSets,
    environment: process.env,
    onChange: () => undefined,
    clock: () => 0,
    now: () => 0
  })
  importer.begin({ kind: 'download', set: set.id })
  const status: ImportStatus = await importer.ended()
  if (status.state === 'failed') skip(status.error.code === 'offline', status.error.message)
  expect(status).toMatchObject({ state: 'done', id: set.id, name: set.name })
  const manifest = required(await readManifest(path.join(folder, set.id)), 'a manifest')
  expect(datasetHash(manifest)).toBe(set.hash)
  expect(manifest.made?.licence).toBeDefined()
})
