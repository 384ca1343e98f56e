import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DatasetManifest } from '../../src/lab/dataset/files/manifest'
import { makeSmallCifar, servedManifest, type SmallCifar } from '../small-cifar/make-small-cifar'
import { serveFolder, type FolderServer } from '../small-cifar/serve-folder'

/** Built files; code that is itself built into one file does not know where they are. */
export interface BuiltFiles {
  /** The command line, out/main/cli.cjs. */
  readonly cli: string
  /** The script that npm runs, scripts/start.mjs. */
  readonly start: string
  /** See contender.ts. */
  readonly contender: string
  /** See dataset-worker.ts. */
  readonly datasetWorker: string
}

/** Where trials are held: a folder that goes in the end, the built program, and a small data set that is served. */
export interface Workplace extends BuiltFiles {
  readonly folder: string
  readonly small: SmallCifar
  readonly server: FolderServer
  /** With the address of the server. */
  readonly manifest: DatasetManifest
  readonly manifestFile: string
  /** A new folder for one case. */
  makeFolder(): Promise<string>
  /** A new data folder that has the data set. */
  makeDataFolder(): Promise<string>
  end(): Promise<void>
}

const perFile = 40

export async function openWorkplace(built: BuiltFiles): Promise<Workplace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tenfold-torture-'))
  const small = await makeSmallCifar(folder, { perFile })
  const server = await serveFolder(small.archiveFolder)
  const manifest = servedManifest(small, server.url)
  const manifestFile = path.join(folder, 'manifest.json')
  await writeFile(manifestFile, JSON.stringify(manifest))
  const makeFolder = (): Promise<string> => mkdtemp(path.join(folder, 'case-'))
  return {
    ...built,
    folder,
    small,
    server,
    manifest,
    manifestFile,
    makeFolder,
    async makeDataFolder() {
      const dataFolder = await makeFolder()
      await mkdir(path.join(dataFolder, 'datasets'))
      await cp(small.folder, path.join(dataFolder, 'datasets', manifest.id), { recursive: true })
      return dataFolder
    },
    async end() {
      await server.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
