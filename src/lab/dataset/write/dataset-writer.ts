import type { ImageShape } from '../../../core/data/dataset-info'
import { PixelHistogram } from '../../../core/data/pixel-histogram'
import { LabError } from '../../../core/base/lab-error'
import { type DatasetFile, mostFiles, recordBytes } from '../files/manifest'
import { imagesPerFile, type NewImage, type RecordLayout, writeImageFile } from './write-image-file'

type Role = DatasetFile['role']

/** Writes images, as they come, into files of a data set. */
export class DatasetWriter {
  readonly #folder: string
  readonly #layout: RecordLayout
  readonly #perFile: number
  readonly #pending: Record<Role, NewImage[]> = { train: [], test: [] }
  readonly #files: Record<Role, DatasetFile[]> = { train: [], test: [] }
  readonly #histogram: PixelHistogram

  /** @param folder exists, and nobody else writes into it */
  constructor(folder: string, shape: ImageShape, classes: number) {
    this.#folder = folder
    this.#layout = { shape, labelBytes: labelBytesFor(classes) }
    this.#perFile = imagesPerFile(this.#layout)
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
    if (image.pixels.length !== recordBytes(this.#layout) - this.#layout.labelBytes)
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
    const files = this.#files[role]
    files.push(await writeImageFile(this.#folder, this.#layout, role, images, files.length))
  }
}

/** Bytes of a label of so many classes. */
export function labelBytesFor(classes: number): 1 | 2 {
  return classes > 256 ? 2 : 1
}

function tooLarge(): LabError {
  return new LabError(
    'invalid-input',
    'The images take more than 8 GB at this size, and a training keeps all of them in memory.',
    'Choose a smaller image size, or fewer images.'
  )
}
