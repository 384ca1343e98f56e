import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { z } from '../../../core/base/schema'
import { cancelled } from '../../download/failure'
import { type DatasetFile, recordBytes } from '../files/manifest'
import { readArchive } from './read-archive'
import { type PngHeader, readPngRows } from './read-png'
import type { FetchContext } from './source'
import { makeFolder } from '../../storage/make-folder'

/** The package's own spelling. */
const labelFiles = { train: 'train_lables.json', test: 'test_lables.json' } as const
const maxLabelBytes = 16 * 1024 * 1024
/** Images converted before they are written. */
const writeImages = 64

/**
 * Converts the package's pictures (a row an image, RGB interleaved) and labels (one JSON array for all train files,
 * one for the test files) to the official layout. Streams: memory stays small and the thread free.
 * @throws LabError 'data-corrupt'
 */
export async function convertPackage(tarball: string, context: FetchContext): Promise<void> {
  const files = context.wanted
  const labels = await readLabels(tarball, context)
  const total = files.reduce((sum, file) => sum + file.images, 0)
  const missing = new Set(files.map((file) => file.name))
  let done = 0
  await makeFolder(context.filesFolder)
  context.report('converting', done, total)
  await readArchive(tarball, context.signal, async (entry) => {
    const file = files.find((candidate) => pictureName(candidate) === entry.name)
    const fileLabels = file === undefined ? undefined : labels.get(file.name)
    if (file === undefined || fileLabels === undefined) return
    const handle = await open(path.join(context.filesFolder, file.name), 'w')
    try {
      await convertPicture(entry.content, file, fileLabels, context, handle, (images) =>
        context.report('converting', done + images, total)
      )
    } finally {
      await handle.close()
    }
    missing.delete(file.name)
    done += file.images
  })
  if (missing.size > 0) throw corrupt(`lacks the pictures for ${[...missing].join(', ')}`)
}

const pictureName = (file: DatasetFile): string => file.name.replace(/\.bin$/, '.png')

/** The labels of each file, by the file's name. */
async function readLabels(tarball: string, context: FetchContext): Promise<Map<string, readonly number[]>> {
  const { files, classes } = context.manifest
  const schema = z.array(
    z
      .int()
      .min(0)
      .max(classes.length - 1)
  )
  const labels = new Map<string, readonly number[]>()
  await readArchive(tarball, context.signal, async (entry) => {
    for (const role of ['train', 'test'] as const) {
      if (entry.name !== labelFiles[role] || entry.bytes > maxLabelBytes) continue
      const text = (await buffer(Readable.from(entry.content, { objectMode: false }))).toString('utf8')
      const parsed = schema.safeParse(JSON.parse(text))
      if (!parsed.success) throw corrupt(`has unusable labels in ${entry.name}`)
      let at = 0
      for (const file of files.filter((candidate) => candidate.role === role)) {
        labels.set(file.name, parsed.data.slice(at, at + file.images))
        at += file.images
      }
      if (at !== parsed.data.length) {
        throw corrupt(`has ${parsed.data.length} labels for ${at} images in ${entry.name}`)
      }
    }
  })
  if (labels.size < files.length) throw corrupt('lacks the labels')
  return labels
}

async function convertPicture(
  png: AsyncIterable<Uint8Array>,
  file: DatasetFile,
  labels: readonly number[],
  { manifest, signal }: FetchContext,
  handle: FileHandle,
  onImages: (images: number) => void
): Promise<void> {
  const [height, width, channels] = manifest.shape
  const plane = height * width
  const { labelBytes } = manifest
  const bytes = recordBytes(manifest)
  const records = Buffer.alloc(bytes * writeImages)
  const check = (header: PngHeader): void => {
    if (header.width === plane && header.height === file.images && header.channels >= channels) return
    throw corrupt(`has a picture of the wrong size for ${file.name}`)
  }
  let image = 0
  for await (const row of readPngRows(png, check)) {
    const pixelBytes = row.length / plane
    const at = (image % writeImages) * bytes
    records.writeUIntLE(required(labels[image], 'a label of each image'), at, labelBytes)
    for (let channel = 0; channel < channels; channel++) {
      const begin = at + labelBytes + channel * plane
      for (let i = 0; i < plane; i++) {
        records[begin + i] = required(row[i * pixelBytes + channel], 'a pixel')
      }
    }
    image += 1
    if (image % writeImages === 0 || image === file.images) {
      if (signal.aborted) throw cancelled()
      await handle.write(records, 0, at + bytes)
      onImages(image)
    }
  }
}

function corrupt(reason: string): LabError {
  return new LabError('data-corrupt', `The npm package ${reason}.`, 'Use another source or a local archive.')
}
