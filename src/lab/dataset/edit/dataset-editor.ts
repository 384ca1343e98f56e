import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import { type DatasetEdit, describeEdit } from '../../../core/data/dataset-edit'
import type { EditedDataset } from '../../contract/dataset-editing'
import { storageError } from '../../storage/storage-error'
import type { Collection } from '../library/collection'
import { leaveMark, removeMark } from '../library/edit-mark'
import { removeUnneeded } from '../library/remove-unneeded'
import { readCollection, writeCollection } from '../library/stored-collection'
import { readOrigins } from '../write/image-origins'
import { type Arrangement, arrangeImages } from './arrange-images'
import type { Arriving } from './arranged-image'
import {
  copyDataset,
  madeHere,
  makeDataset,
  type MakerOptions,
  type NewDataset,
  testShare
} from './make-dataset'
import { EditHistory } from './edit-history'
import { placeArriving } from './place-arriving'
import { contentOf, countOf, type Labels, ReadEdited } from './read-edited'
import { TrainingHistogram } from './training-histogram'
import { writeArrangement } from './write-arrangement'

/** An image that comes in: fitted already. */
export interface FittedImage {
  /** u8[channels, height, width] */
  readonly pixels: Uint8Array
  /** A file's name, or what else says where it comes from. */
  readonly name: string
}

/** Where a data set comes from, for people. */
const changedHere = ', changed in the workbench'

/**
 * Makes data sets by hand and changes them. Each edit writes new files beside the old ones and then says which count, so that
 * nothing is lost on the way, and the one before can come back until the lab closes.
 */
export class DatasetEditor {
  readonly #options: MakerOptions
  readonly #history: EditHistory
  readonly #read: ReadEdited
  readonly #histograms = new TrainingHistogram()
  /** By id, the mark in the folder of each data set that was edited; see `edit-mark`. */
  readonly #marks = new Map<string, string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: MakerOptions) {
    this.#options = options
    this.#history = new EditHistory(options.folder)
    this.#read = new ReadEdited(options.folder)
  }

  /** @returns its id @throws LabError 'storage' */
  create(wanted: NewDataset): Promise<string> {
    return makeDataset(this.#options, wanted)
  }

  /**
   * A data set of its own with the same images.
   * @param folder the other one's
   * @returns its id
   * @throws LabError 'storage'
   */
  copy(folder: string, other: Collection, name: string): Promise<string> {
    return copyDataset(this.#options, folder, other, name)
  }

  /** @throws LabError 'not-found' | 'invalid-input' | 'storage' | 'data-corrupt' */
  edit(id: string, edit: DatasetEdit): Promise<void> {
    return this.#inTurn(async () => {
      const before = await this.#read.collection(id)
      const labels = await this.#read.labels(before)
      const arrangement = arrangeImages({ classes: before.classes, labels }, edit)
      const now = await this.#change(before, labels, arrangement, [])
      const done = describeEdit(edit, before.classes)
      await this.#history.push({ before, done, group: undefined, added: 0 }, now)
    })
  }

  /**
   * Adds images to a class; those that are in the data set already are left out.
   * @param group what is added under the same name in a row is taken back together
   * @returns how many came in, and which did not
   * @throws LabError as `edit`
   */
  add(
    id: string,
    label: number,
    images: readonly FittedImage[],
    group?: string
  ): Promise<{ readonly added: number; readonly known: readonly string[] }> {
    return this.#inTurn(async () => {
      const before = await this.#read.collection(id)
      const name = before.classes[label]
      if (name === undefined)
        throw new LabError('invalid-input', `There is no class ${label + 1}.`, 'Look at the data set again.')
      const labels = await this.#read.labels(before)
      const seen = await this.#read.contents(before)
      const known: string[] = []
      const fresh: Omit<Arriving, 'split'>[] = []
      for (const { pixels, name: file } of images) {
        const hash = contentOf(pixels)
        if (seen.has(hash)) known.push(file)
        else fresh.push({ label, pixels, origin: { name: `${name}/${file}` } })
        seen.add(hash)
      }
      if (fresh.length === 0) return { added: 0, known }
      const counts = { train: countOf(labels.train, label), test: countOf(labels.test, label) }
      const arriving = placeArriving(fresh, counts, shareOf(before))
      const stays: Arrangement = {
        classes: before.classes,
        train: Array.from(labels.train, (own, row) => ({ from: { split: 'train', row }, label: own })),
        test: Array.from(labels.test, (own, row) => ({ from: { split: 'test', row }, label: own }))
      }
      const last = this.#history.last(id)
      const soFar = group !== undefined && last?.group === group ? last.added : 0
      const count = soFar + fresh.length
      const done = `${count === 1 ? '1 image was' : `${formatCount(count)} images were`} added to “${name}”.`
      const now = await this.#change(before, labels, stays, arriving)
      await this.#history.push({ before, done, group, added: count }, now)
      return { added: fresh.length, known }
    })
  }

  /** Changes what is known of a data set besides its images. @throws LabError as `edit` */
  describe(
    id: string,
    { name, licence }: { readonly name?: string | undefined; readonly licence?: string | undefined }
  ): Promise<void> {
    return this.#inTurn(async () => {
      const before = await this.#read.collection(id)
      const made = before.made ?? { source: 'the data folder', at: this.#options.now() }
      await writeCollection(path.join(this.#options.folder, id), {
        ...before,
        ...(name === undefined ? {} : { name: name.trim() }),
        made: { ...made, ...(licence === undefined ? {} : { licence }) }
      })
    })
  }

  /** What there is to edit. @throws LabError 'not-found' | 'data-corrupt' | 'storage' */
  async look(id: string): Promise<EditedDataset> {
    const undo = this.#history.last(id)?.done
    return { ...(await this.#read.summary(id)), ...(undo === undefined ? {} : { undo }) }
  }

  /** Some images of a class, those for training first. @throws LabError 'not-found' | 'data-corrupt' | 'storage' */
  images(id: string, label: number, first: number, count: number): ReturnType<ReadEdited['images']> {
    return this.#read.images(id, label, first, count)
  }

  /**
   * Takes the last edit of a data set back. Its name and licence stay as they are now.
   * @returns what that was, in a sentence
   * @throws LabError 'not-found' | 'storage'
   */
  undo(id: string): Promise<string> {
    return this.#inTurn(async () => {
      const last = this.#history.last(id)
      if (last === undefined)
        throw new LabError(
          'not-found',
          'There is no edit to take back.',
          'Edits can be taken back until Tenfold is closed.'
        )
      const { name, made } = await this.#read.collection(id)
      const licence = made?.licence
      await writeCollection(path.join(this.#options.folder, id), {
        ...last.before,
        name,
        ...(last.before.made === undefined
          ? {}
          : { made: { ...last.before.made, ...(licence === undefined ? {} : { licence }) } })
      })
      this.#history.pop(id)
      return last.done
    })
  }

  /** A data set that is deleted: one of the same id may be made, and is another. */
  forget(id: string): Promise<void> {
    return this.#inTurn(() => {
      this.#history.forget(id)
      this.#marks.delete(id)
      return Promise.resolve()
    })
  }

  /** Removes files that only earlier states need. */
  async close(): Promise<void> {
    await this.#turn.catch(() => undefined)
    for (const [id, mark] of this.#marks) {
      const folder = path.join(this.#options.folder, id)
      this.#history.forget(id)
      const now = await readCollection(folder).catch(() => undefined)
      // One that cannot be read may be mended: its files stay, and the mark tells of them.
      if (now === undefined) continue
      await removeUnneeded(folder, [now], mark)
      await removeMark(folder, mark)
    }
    this.#marks.clear()
  }

  /**
   * Where it fails, the data set is as it was.
   * @returns what the data set is now
   */
  async #change(
    before: Collection,
    labels: Labels,
    arrangement: Arrangement,
    arriving: readonly Arriving[]
  ): Promise<Collection> {
    const folder = path.join(this.#options.folder, before.id)
    const mark = this.#marks.get(before.id) ?? (await leaveMark(folder))
    this.#marks.set(before.id, mark)
    try {
      return await this.#write(before, labels, arrangement, arriving)
    } catch (thrown) {
      const now = await readCollection(folder).catch(() => undefined)
      if (now !== undefined)
        await removeUnneeded(folder, [now, before, ...this.#history.statesOf(before.id)], mark)
      throw storageError(thrown, 'write', folder)
    }
  }

  async #write(
    before: Collection,
    labels: Labels,
    arrangement: Arrangement,
    arriving: readonly Arriving[]
  ): Promise<Collection> {
    const folder = path.join(this.#options.folder, before.id)
    const origins = {
      train: await readOrigins(folder, before, 'train'),
      test: await readOrigins(folder, before, 'test')
    }
    const dataFiles = this.#read.files(before)
    const { histogram, ...written } = await writeArrangement({
      before,
      labels,
      dataFiles,
      arrangement,
      origins,
      arriving,
      countPixels: () => this.#histograms.of(before, dataFiles)
    })
    if (histogram !== undefined) this.#histograms.keep(before.id, written.files, histogram)
    const trains = written.files.some(({ role }) => role === 'train')
    // What a manifest gave stays; else it is measured again where images come or go.
    const measured =
      before.made === undefined || histogram === undefined || !trains
        ? {}
        : { normalisation: histogram.normalisation() }
    // A data set that was changed is a well-known one no longer.
    const { known: _, ...made } = before.made ?? { source: 'the data folder', at: this.#options.now() }
    const reading =
      made.folder === undefined
        ? {}
        : {
            folder: {
              ...made.folder,
              split: { kind: 'byHand' as const, testShare: shareOf(before) },
              exportFirst: true
            }
          }
    const source =
      made.source === madeHere || made.source.endsWith(changedHere)
        ? made.source
        : `${made.source.slice(0, 4000)}${changedHere}`
    const now = {
      ...before,
      ...written,
      made: { ...made, byHand: true as const, source, ...reading },
      ...measured
    }
    await writeCollection(folder, now)
    return now
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

/** Of a class, for testing. */
function shareOf({ made }: Collection): number {
  const split = made?.folder?.split
  return split === undefined || split.kind === 'given' ? testShare : split.testShare
}
