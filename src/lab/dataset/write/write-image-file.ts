import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ImageShape } from '../../../core/data/dataset-info'
import { errorCode } from '../../storage/storage-error'
import { writeDurably } from '../../storage/write-file-atomically'
import { type DatasetFile, recordBytes } from '../files/manifest'
import { type ImageOrigin, originsText } from './image-origins'

/** Of a file: small enough to be kept in memory for each role, and to be written again when one of its images changes. */
const fileBytes = 8 * 2 ** 20

/** A file is never written again. */
const readOnly = 0o444

const writtenName = /^(?:train|test)-[0-9a-f]{16}\.(?:bin|json)$/

/** Whether a file was written here, going by its name. */
export const isWrittenName = (name: string): boolean => writtenName.test(name)

/** An image on its way into a data set. */
export interface NewImage {
  readonly label: number
  /** u8[channels, height, width] */
  readonly pixels: Uint8Array
  readonly origin: ImageOrigin
}

export interface RecordLayout {
  readonly shape: ImageShape
  readonly labelBytes: 1 | 2
}

/** Images of a file. */
export function imagesPerFile(layout: RecordLayout): number {
  return Math.max(1, Math.floor(fileBytes / recordBytes(layout)))
}

/**
 * Writes images as a file in CIFAR's layout, and beside it where they come from. A file is named by its content.
 * @param salt tells apart two files with the same images
 */
export async function writeImageFile(
  folder: string,
  layout: RecordLayout,
  role: DatasetFile['role'],
  images: readonly NewImage[],
  salt: number
): Promise<DatasetFile> {
  const records = recordsOf(images, layout)
  const origins = originsText(images.map(({ origin }) => origin))
  const name = nameOf(role, String(salt), records, origins)
  await keep(path.join(folder, `${name}.bin`), records)
  await keep(path.join(folder, `${name}.json`), Buffer.from(origins))
  return {
    name: `${name}.bin`,
    role,
    images: images.length,
    bytes: records.length,
    sha256: createHash('sha256').update(records).digest('hex'),
    origins: `${name}.json`
  }
}

/** Writes where the images of a file come from that does not say so yet. */
export async function writeOrigins(
  folder: string,
  file: DatasetFile,
  images: readonly ImageOrigin[]
): Promise<DatasetFile> {
  const origins = originsText(images)
  const name = `${nameOf(file.role, file.sha256, origins)}.json`
  await keep(path.join(folder, name), Buffer.from(origins))
  return { ...file, origins: name }
}

function nameOf(role: DatasetFile['role'], ...content: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of content) hash.update(part)
  return `${role}-${hash.digest('hex').slice(0, 16)}`
}

function recordsOf(images: readonly NewImage[], layout: RecordLayout): Uint8Array {
  const bytes = recordBytes(layout)
  const records = Buffer.alloc(images.length * bytes)
  images.forEach(({ label, pixels }, i) => {
    records.writeUIntLE(label, i * bytes, layout.labelBytes)
    records.set(pixels, i * bytes + layout.labelBytes)
  })
  return records
}

/** A file of this name has this content, unless somebody else, or a power cut, made another of it. */
async function keep(place: string, content: Uint8Array): Promise<void> {
  const there = await readFile(place).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw cause
  })
  if (there?.equals(content) === true) return
  if (there !== undefined) await rm(place, { force: true })
  await writeDurably(place, content, readOnly)
}
