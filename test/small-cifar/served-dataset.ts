import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { DatasetService } from '../../src/lab/dataset/dataset-service'
import { DataFiles } from '../../src/lab/dataset/files/data-files'
import { recordName } from '../../src/lab/dataset/files/dataset-record'
import type { DatasetManifest } from '../../src/lab/dataset/files/manifest'
import { addNpmPackage } from './add-npm-package'
import { makeSmallCifar, servedManifest, type SmallCifar } from './make-small-cifar'
import { type FolderServer, serveFolder } from './serve-folder'

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

const perFile = 20

/** A small data set that a server offers, as an archive and as a package, and the folders that it is downloaded into. */
export class ServedDataset {
  /** Images in each of its files. */
  readonly perFile = perFile
  readonly root: string
  readonly small: SmallCifar
  readonly server: FolderServer
  readonly manifest: DatasetManifest
  /** Where the data set is put in this test. */
  folder = ''
  #services: DatasetService[] = []
  #ticks = 0

  private constructor(root: string, small: SmallCifar, server: FolderServer, manifest: DatasetManifest) {
    this.root = root
    this.small = small
    this.server = server
    this.manifest = manifest
  }

  static async serve(): Promise<ServedDataset> {
    const root = await mkdtemp(path.join(tmpdir(), 'tenfold-dataset-'))
    const small = await makeSmallCifar(root, { perFile })
    const server = await serveFolder(small.archiveFolder)
    const npm = await addNpmPackage(small, server.url)
    return new ServedDataset(root, small, server, { ...servedManifest(small, server.url), npm })
  }

  get environment(): Record<string, string | undefined> {
    return {
      ...process.env,
      npm_config_registry: this.server.url,
      npm_config_cache: path.join(this.root, 'npm-cache'),
      npm_config_userconfig: path.join(this.root, 'npmrc'),
      no_proxy: '127.0.0.1'
    }
  }

  /** Before each test: nothing is downloaded yet, and the server does what it should. */
  async begin(): Promise<void> {
    this.server.fault = () => ({})
    this.folder = path.join(await mkdtemp(path.join(this.root, 'data-')), 'datasets', 'small-cifar')
  }

  /** After each test. */
  async end(): Promise<void> {
    for (const service of this.#services) await service.close()
    this.#services = []
  }

  async close(): Promise<void> {
    await this.server.close()
    await rm(this.root, { recursive: true })
  }

  async open(
    changes: Partial<DatasetManifest> = {},
    environment: Record<string, string | undefined> = this.environment
  ): Promise<DatasetService> {
    const service = await DatasetService.open({
      folder: this.folder,
      manifest: { ...this.manifest, ...changes },
      environment,
      timing: { idleMs: 1000, retryMs: [5, 5], probeBytes: 10_000, probeMs: 20_000, graceMs: 20_000 },
      clock: () => (this.#ticks += 150)
    })
    this.#services.push(service)
    return service
  }

  /** Expects all of it in its folder, and nothing else, and a service that finds it there. */
  async expectComplete(source: RegExp): Promise<void> {
    expect(await new DataFiles(this.folder, this.manifest).verify()).toEqual([])
    const found = await this.open()
    expect(found.status()).toMatchObject({
      state: 'ready',
      source: matching(source),
      info: { splits: { train: { images: 5 * perFile }, test: { images: perFile } } }
    })
    const names = [...this.manifest.files.map((file) => file.name), recordName]
    expect((await readdir(this.folder)).sort()).toEqual(names.sort())
  }
}
