import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { DownloadableSet } from '../../src/core/data/downloadable-sets'

const own = { name: 'tiny-digits', version: '1.0.0' }
const tarballName = `${own.name}-${own.version}.tgz`
const files = path.join(import.meta.dirname, 'files', 'plain-idx')

/** Puts a small set in IDX files into a folder, as an npm package. */
export async function makeSetPackage(folder: string): Promise<DownloadableSet> {
  await mkdir(folder, { recursive: true })
  const archive = pack()
  const packed = buffer(archive)
  archive.entry({ name: 'package/package.json' }, JSON.stringify(own))
  for (const name of await readdir(files))
    archive.entry({ name: `package/data/${name}` }, await readFile(path.join(files, name)))
  archive.finalize()
  const tarball = gzipSync(await packed)
  await writeFile(path.join(folder, tarballName), tarball)
  return {
    id: 'tiny',
    name: 'Images in IDX files',
    about: 'a few digits',
    bytes: tarball.length,
    package: { ...own, sha256: createHash('sha256').update(tarball).digest('hex') },
    hash: '',
    byHand: 'the four files of the digits'
  }
}

/**
 * Writes what a registry answers about the package: `serveFolder(folder)` is then one, for `npm_config_registry`.
 * @param serverUrl of the registry
 * @param called what the package is said to be
 */
export async function describePackage(
  folder: string,
  serverUrl: string,
  { name, version }: Pick<DownloadableSet['package'], 'name' | 'version'> = own
): Promise<void> {
  const tarball = await readFile(path.join(folder, tarballName))
  const dist = {
    tarball: `${serverUrl}/${name}/-/${tarballName}`,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  }
  const document = {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { name, version, dist } }
  }
  await writeFile(path.join(folder, name), JSON.stringify(document))
}
