import type { LabLine } from '../line/connection.svelte'
import type { ImagesOf } from './images-of'
import { imagesByRow, type ImagesByRow } from './images-by-row'
import { LatestAnswer } from '../line/latest-answer.svelte'

interface Question {
  readonly split: 'train' | 'test'
  readonly rows: readonly number[]
}

/** What is looked at in the Data room. */
export class DataRoom {
  #row = $state.raw(0)
  #pixel = $state.raw<readonly [number, number]>([15, 15])
  #epoch = $state.raw(0)
  #firstBatch = $state.raw(0)
  readonly #train: LatestAnswer<Question, ImagesByRow>
  readonly #test: LatestAnswer<Question, ImagesByRow>

  constructor(line: LabLine, dataset: ImagesOf) {
    const ask = async ({ split, rows }: Question): Promise<ImagesByRow> =>
      imagesByRow(
        rows,
        await line.lab.getImages({ dataset: dataset.info.id, split, rows: [...rows] }),
        dataset.info.shape
      )
    this.#train = new LatestAnswer(ask)
    this.#test = new LatestAnswer(ask)
  }

  /** Of the training images, from 0: the image that goes through the transform. */
  get row(): number {
    return this.#row
  }

  /** [row, column] in the image, from 0. */
  get pixel(): readonly [number, number] {
    return this.#pixel
  }

  /** From 0. */
  get epoch(): number {
    return this.#epoch
  }

  /** From 0: the first of the batches that are shown. */
  get firstBatch(): number {
    return this.#firstBatch
  }

  /** Training images that were asked for last. */
  get trainImages(): ImagesByRow | undefined {
    return this.#train.current?.answer
  }

  get testImages(): ImagesByRow | undefined {
    return this.#test.current?.answer
  }

  /** What kept the images from coming. */
  get problem(): string | undefined {
    return (this.#train.error ?? this.#test.error)?.message
  }

  /** Shows an image's way through the transform. */
  showImage(row: number): void {
    this.#row = row
  }

  selectPixel(row: number, column: number): void {
    this.#pixel = [row, column]
  }

  showEpoch(epoch: number): void {
    this.#epoch = epoch
    this.#firstBatch = 0
  }

  showBatches(first: number): void {
    this.#firstBatch = first
  }

  /** Asks for images; those that were asked for before are let go. */
  load(split: 'train' | 'test', rows: readonly number[]): void {
    if (rows.length > 0) void (split === 'train' ? this.#train : this.#test).ask({ split, rows })
  }
}
