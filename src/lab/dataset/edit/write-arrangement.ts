import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { required } from '../../../core/base/required'
import { storageError } from '../../storage/storage-error'
import { type DatasetFile, recordBytes } from '../files/manifest'
import { readFully } from '../files/read-file-records'
import { DatasetWriter, type NewImage } from '../write/dataset-writer'
import type { ImageOrigin } from '../write/image-origins'
import type { Arrangement, Placed } from './arrange-images'
import type { Collection } from '../library/collection'

type Split = 'train' | 'test'

/** An image that comes in, and where it goes. */
export interface Arriving extends NewImage {
  readonly split: Split
}

export interface Written extends Pick<Collection, 'classes' | 'labelBytes' | 'files'> {
  readonly normalisation: { mean: number[]; standardDeviation: number[] } | undefined
}

/**
 * Writes the files of an edited data set beside those that it has; what does not change stays as it is. Images are ordered by a
 * key of where they come from, so that classes stay mixed.
 * @param origins of the images as they lie now, by row; undefined where nobody knows: then their places are their names
 * @throws LabError 'storage' | 'data-corrupt', 'invalid-input' for more than there is room for
 */
export async function writeArrangement(
  folder: string,
  before: Collection,
  arrangement: Arrangement,
  origins: Readonly<Record<Split, readonly ImageOrigin[] | undefined>>,
  arriving: readonly Arriving[]
): Promise<Written> {
  const writer = new DatasetWriter(folder, before.shape, arrangement.classes.length)
  const reader = new RecordReader(folder, before)
  try {
    for (const split of ['train', 'test'] as const) {
      const kept = arrangement[split].map((placed) => ({
        kind: 'kept' as const,
        placed,
        origin: originOf(origins, placed)
      }))
      const added = arriving
        .filter((image) => image.split === split)
        .map((image) => ({ kind: 'new' as const, image, origin: image.origin }))
      for (const one of inOrder([...kept, ...added])) {
        if (one.kind === 'new') await writer.add(split, one.image)
        else {
          const { from, label } = one.placed
          await writer.add(split, {
            label,
            pixels: await reader.read(from.split, from.row),
            origin: one.origin
          })
        }
      }
    }
    const files = await writer.finish()
    const has = files.some((file) => file.role === 'train')
    return {
      classes: [...arrangement.classes],
      labelBytes: writer.labelBytes,
      files,
      normalisation: has ? writer.histogram.normalisation() : undefined
    }
  } finally {
    await reader.close()
  }
}

function originOf(
  origins: Readonly<Record<Split, readonly ImageOrigin[] | undefined>>,
  { from }: Placed
): ImageOrigin {
  return origins[from.split]?.[from.row] ?? { name: `${from.split} image ${from.row}` }
}

function inOrder<T extends { readonly origin: ImageOrigin }>(images: readonly T[]): readonly T[] {
  return images
    .map((image) => ({ image, key: createHash('sha256').update(image.origin.name).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ image }) => image)
}

/** Reads single images of a data set, with its files open all the while. */
class RecordReader {
  readonly #folder: string
  readonly #collection: Collection
  readonly #handles = new Map<string, FileHandle>()

  constructor(folder: string, collection: Collection) {
    this.#folder = folder
    this.#collection = collection
  }

  /** u8[channels, height, width] */
  async read(split: Split, row: number): Promise<Uint8Array> {
    const { shape, labelBytes } = this.#collection
    const bytes = recordBytes({ shape, labelBytes })
    let first = 0
    for (const file of this.#collection.files.filter(({ role }) => role === split)) {
      if (row < first + file.images) {
        const record = Buffer.alloc(bytes)
        await readFully(await this.#open(file), this.#collection, file, record, (row - first) * bytes)
        return record.subarray(labelBytes)
      }
      first += file.images
    }
    throw new Error(`There is no ${split} image ${row}`)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#handles.values()].map((handle) => handle.close()))
  }

  async #open(file: DatasetFile): Promise<FileHandle> {
    const known = this.#handles.get(file.name)
    if (known !== undefined) return known
    const place = path.join(this.#folder, file.name)
    const handle = await open(place).catch((cause: unknown) => {
      throw storageError(cause, 'read', place)
    })
    this.#handles.set(file.name, handle)
    return required(handle, 'an open file')
  }
}
