import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { LabError } from '../../../core/base/lab-error'
import { extractDataset } from './archive-source'
import { makeFolder } from '../../storage/make-folder'
import { errorCode } from '../../storage/storage-error'
import type { FetchContext, Source } from './source'

/** A folder with the files (or one as the official archive unpacks in it), or the archive itself. */
export function localSource(place: string): Source {
  return {
    id: 'local',
    label: `local ${path.basename(place)}`,
    estimate: () => Promise.resolve(0),
    async fetch(context) {
      const found = await stat(place).catch((error: unknown) => {
        if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error
        throw new LabError(
          'not-found',
          `${place} does not exist.`,
          'Choose an archive or a folder that exists.',
          error
        )
      })
      if (found.isDirectory()) await copyFiles(await findFolder(place, context), context)
      else if (found.isFile()) await extractDataset(place, context)
      else {
        throw new LabError(
          'invalid-input',
          `${place} is neither a file nor a folder.`,
          'Choose the archive, or the folder that it was unpacked to.'
        )
      }
    }
  }
}

async function findFolder(place: string, { manifest, wanted }: FetchContext): Promise<string> {
  let fewest = wanted.map((file) => file.name)
  for (const folder of [place, path.join(place, 'cifar-10-batches-bin'), path.join(place, manifest.id)]) {
    const missing: string[] = []
    for (const file of wanted) {
      const found = await stat(path.join(folder, file.name)).catch(() => undefined)
      if (found?.isFile() !== true || found.size !== file.bytes) missing.push(file.name)
    }
    if (missing.length === 0) return folder
    if (missing.length < fewest.length) fewest = missing
  }
  throw new LabError(
    'not-found',
    `In the folder ${place}, ${fewest.join(', ')} ${fewest.length === 1 ? 'is' : 'are'} missing or of the wrong size.`,
    `Choose the folder with the files of the binary version of ${manifest.name}.`
  )
}

async function copyFiles(folder: string, context: FetchContext): Promise<void> {
  const { wanted, filesFolder, signal, report } = context
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0)
  let done = 0
  await makeFolder(filesFolder)
  for (const file of wanted) {
    const source = createReadStream(path.join(folder, file.name), {
      highWaterMark: 1 << 20,
      // Not more than was looked at, should it grow meanwhile.
      end: file.bytes - 1
    })
    source.on('data', () => report('downloading', done + source.bytesRead, total))
    await pipeline(source, createWriteStream(path.join(filesFolder, file.name)), { signal })
    done += file.bytes
  }
}
