import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LabError } from '../../../core/base/lab-error'
import { discardDownload, downloadFile } from '../../download/download-file'
import { estimateSeconds } from './estimate-seconds'
import { hashFile } from '../../storage/hash-file'
import { cifar10Manifest } from '../files/cifar10-manifest'
import type { DatasetManifest } from '../files/manifest'
import { readArchive } from './read-archive'
import type { FetchContext, Source } from './source'
import { makeFolder } from '../../storage/make-folder'

/** A data set's archive, a tar.gz. */
export function archiveSource(archive: NonNullable<DatasetManifest['archive']>): Source {
  const official = archive.sha256 === cifar10Manifest.archive?.sha256
  const label = `${official ? 'official archive' : 'archive'} (${new URL(archive.url).host})`
  return {
    id: 'archive',
    label,
    estimate: (context) => estimateSeconds(archive.url, context),
    async fetch(context) {
      const file = path.join(context.partialFolder, 'archive.tar.gz')
      await downloadFile({
        ...context,
        url: archive.url,
        file,
        what: `The ${label}`,
        onProgress: (done, total) => context.report('downloading', done, total)
      })
      if ((await hashFile(file, context.signal)) !== archive.sha256) {
        await discardDownload(file)
        throw new LabError(
          'data-corrupt',
          `The file from the ${label} does not match its checksum.`,
          'Try again, or use another source or a local archive.'
        )
      }
      await extractDataset(file, context)
      await discardDownload(file)
    }
  }
}

/** Unpacks the wanted files from an archive, in whatever folder of it they are. */
export async function extractDataset(file: string, context: FetchContext): Promise<void> {
  const files = context.wanted
  const total = files.reduce((sum, file) => sum + file.images, 0)
  const missing = new Set(files.map((file) => file.name))
  let done = 0
  await makeFolder(context.filesFolder)
  context.report('converting', done, total)
  await readArchive(file, context.signal, async (entry) => {
    const file = files.find((candidate) => candidate.name === entry.name)
    // A wrong size is left out here, so that an archive cannot fill the disk.
    if (entry.bytes !== file?.bytes) return
    await pipeline(
      Readable.from(entry.content, { objectMode: false }),
      createWriteStream(path.join(context.filesFolder, file.name))
    )
    missing.delete(file.name)
    done += file.images
    context.report('converting', done, total)
  })
  if (missing.size === 0) return
  throw new LabError(
    'data-corrupt',
    `In the archive, ${[...missing].join(', ')} ${missing.size === 1 ? 'is' : 'are'} missing or of the wrong size.`,
    `It must be the binary version of ${context.manifest.name}.`
  )
}
