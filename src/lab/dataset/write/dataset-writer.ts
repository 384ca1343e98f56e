import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ImageShape } from '../../../core/data/dataset-info'
import { PixelHistogram } from '../../../core/data/pixel-histogram'
import { LabError } from '../../../core/base/lab-error'
import { errorCode } from '../../storage/storage-error'
import { writeDurably } from '../../storage/write-file-atomically'
import { type DatasetFile, mostFiles, recordBytes } from '../files/manifest'
import { type ImageOrigin, originsText } from './image-origins'

/** Of a file: small enough to be kept in memory for each role, and to be written again when one of its images changes. */
const fileBytes = 8 * 2 ** 20

/** A file is never written again. */
const readOnly = 0o444

type Role = DatasetFile['role']

const writtenName = /^(?:train|test)-[0-9a-f]{16}\.(?:bin|json)$/

/** Whether a file was written by a `DatasetWriter`, going by its name. */
export const isWrittenName = (name: string): boolean => writtenName.test(name)

/** An image on its way into a data set. */
export interface NewImage {
  readonly label: number
  /** u8[channels, height, width] */
  readonly pixels: Uint8Array
  readonly origin: ImageOrigin
}

/**
 * Writes images, as they come, into files in CIFAR's layout. A file is named by its place and content, so that where one
 * image changes, all other files stay.
 */
export class DatasetWriter {
  readonly #folder: string
  readonly #layout: { readonly shape: ImageShape; readonly labelBytes: 1 | 2 }
  readonly #recordBytes: number
  readonly #perFile: number
  readonly #pending: Record<Role, NewImage[]> = { train: [], test: [] }
  readonly #files: Record<Role, DatasetFile[]> = { train: [], test: [] }
  readonly #histogram: PixelHistogram

  /** @param folder exists, and nobody else writes into it */
  constructor(folder: string, shape: ImageShape, classes: number) {
    this.#folder = folder
    this.#layout = { shape, labelBytes: classes > 256 ? 2 : 1 }
    this.#recordBytes = recordBytes(this.#layout)
    this.#perFile = Math.max(1, Math.floor(fileBytes / this.#recordBytes))
    this.#histogram = new PixelHistogram(shape)
  }

  get labelBytes(): 1 | 2 {
    return this.#layout.labelBytes
  }

  /** Of the training images so far. */
  get histogram(): PixelHistogram {
    return this.#histogram
  }

  /** @throws LabError 'storage', 'invalid-input' for more than there is room for */
  async add(role: Role, image: NewImage): Promise<void> {
    if (image.pixels.length !== this.#recordBytes - this.#layout.labelBytes)
      throw new Error(`An image of ${image.pixels.length} bytes does not fit the data set`)
    if (role === 'train') this.#histogram.add(image.pixels)
    this.#pending[role].push(image)
    if (this.#pending[role].length === this.#perFile) await this.#write(role)
  }

  /** Writes what is left. @returns the files, those of the training set first */
  async finish(): Promise<DatasetFile[]> {
    await this.#write('train')
    await this.#write('test')
    return [...this.#files.train, ...this.#files.test]
  }

  async #write(role: Role): Promise<void> {
    const images = this.#pending[role]
    if (images.length === 0) return
    this.#pending[role] = []
    if (this.#files.train.length + this.#files.test.length === mostFiles) throw tooLarge()
    const records = this.#records(images)
    const origins = originsText(images.map(({ origin }) => origin))
    const content = createHash('sha256')
      // The same images twice in a row are two files all the same.
      .update(String(this.#files[role].length))
      .update(records)
      .update(origins)
      .digest('hex')
    const name = `${role}-${content.slice(0, 16)}`
    const file: DatasetFile = {
      name: `${name}.bin`,
      role,
      images: images.length,
      bytes: records.length,
      sha256: createHash('sha256').update(records).digest('hex'),
      origins: `${name}.json`
    }
    await keep(path.join(this.#folder, file.name), records)
    await keep(path.join(this.#folder, `${name}.json`), Buffer.from(origins))
    this.#files[role].push(file)
  }

  #records(images: readonly NewImage[]): Uint8Array {
    const { labelBytes } = this.#layout
    const records = Buffer.alloc(images.length * this.#recordBytes)
    images.forEach(({ label, pixels }, i) => {
      const at = i * this.#recordBytes
      records.writeUIntLE(label, at, labelBytes)
      records.set(pixels, at + labelBytes)
    })
    return records
  }
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

function tooLarge(): LabError {
  return new LabError(
    'invalid-input',
    'The images take more than 8 GB at this size, and a training keeps all of them in memory.',
    'Choose a smaller image size, or fewer images.'
  )
}
