import { LabError } from '../../../core/base/lab-error'
import type { DatasetEdit, ImageRef } from '../../../core/data/dataset-edit'
import type { MethodInput, MethodOutput } from '../../../lab/contract/contract'
import type { EditedDataset } from '../../../lab/contract/dataset-editing'
import { base64FromBytes } from '../../bytes/base64'
import { imagePlanes } from '../../bytes/image-planes'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'
import { Camera } from '../picture/camera.svelte'
import { ImageSelection } from './image-selection.svelte'
import { Sending } from './sending.svelte'
import type { SentFolder } from './sent-files'

export interface ClassImage extends ImageRef {
  /** The file that it comes from. */
  readonly name: string | undefined
  /** u8[channels, height, width] */
  readonly planes: Uint8Array
}

interface Page {
  /** Of the class. */
  readonly label: number
  readonly first: number
  readonly total: number
  readonly images: readonly ClassImage[]
}

/** What came of adding images to a class. */
interface Added {
  readonly to: string
  readonly result: MethodOutput<'addImages'>
}

interface Progress {
  readonly done: number
  readonly total: number
}

/** Images on a page, and what their pixels may take. */
const mostOnPage = 200
const fewestOnPage = 24
const pageBytes = 4 * 2 ** 20
/** Bytes of pixels in one call: a socket takes no longer messages. */
const callBytes = 400_000
const framesAtOnce = 100

/** A data set whose classes and images are changed one by one. */
export class Editing {
  #id = $state.raw<string | undefined>(undefined)
  #dataset = $state.raw<EditedDataset | undefined>(undefined)
  #label = $state.raw(0)
  #page = $state.raw<Page | undefined>(undefined)
  #added = $state.raw<Added | undefined>(undefined)
  #problem = $state.raw<LabError | undefined>(undefined)
  #decoding = $state.raw<Progress | undefined>(undefined)
  #busy = $state.raw(false)
  #groups = 0
  #looks = 0
  /** Over when the change under way is. */
  #idle: Promise<unknown> = Promise.resolve()
  readonly selection = new ImageSelection()
  readonly camera = new Camera()
  readonly sending: Sending
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
    this.sending = new Sending(line)
  }

  get open(): boolean {
    return this.#id !== undefined
  }

  /** undefined until the lab has answered */
  get dataset(): EditedDataset | undefined {
    return this.#dataset
  }

  /** Of the class whose images are shown. */
  get label(): number {
    return this.#label
  }

  /** The images that are shown; undefined while they are on their way. */
  get page(): Page | undefined {
    return this.#page?.label === this.#label ? this.#page : undefined
  }

  get pageSize(): number {
    const [height, width, channels] = this.#dataset?.shape ?? [1, 1, 1]
    const room = Math.floor(pageBytes / (height * width * channels))
    return Math.max(fewestOnPage, Math.min(mostOnPage, room))
  }

  /** What came of the last images that were added. */
  get added(): Added | undefined {
    return this.#added
  }

  get problem(): LabError | undefined {
    return this.#problem
  }

  /** How far the images are that are being read; undefined when none are. */
  get decoding(): Progress | undefined {
    return this.#decoding
  }

  /** Whether a change is under way. */
  get busy(): boolean {
    return this.#busy
  }

  /** Makes a data set without images, and opens it. @throws LabError */
  async create(wanted: MethodInput<'createDataset'>): Promise<void> {
    const { id } = await this.#line.lab.createDataset(wanted)
    await this.show(id)
  }

  /** Opens a copy of a data set. */
  async copy(dataset: string, name: string): Promise<void> {
    const made = await this.#notices.attempt(() => this.#line.lab.copyDataset({ dataset, name }))
    if (made !== undefined) await this.show(made.id)
  }

  async show(id: string): Promise<void> {
    this.close()
    this.#id = id
    await this.refresh()
  }

  close(): void {
    this.camera.stop()
    this.#id = undefined
    this.#dataset = undefined
    this.#label = 0
    this.#page = undefined
    this.#forget()
  }

  /** Another window may have changed it. */
  async refresh(): Promise<void> {
    const id = this.#id
    if (id === undefined) return
    const look = ++this.#looks
    const dataset = await this.#notices.attempt(() => this.#look(id))
    // Another answer, asked for later, is on its way or has come.
    if (this.#id !== id || look !== this.#looks) return
    if (dataset === undefined) {
      // Deleted, here or in another window.
      this.close()
      return
    }
    this.#dataset = dataset
    this.#label = Math.max(0, Math.min(this.#label, dataset.classes.length - 1))
    await this.#load(this.#page?.first)
  }

  async showClass(label: number): Promise<void> {
    if (label === this.#label) return
    this.#label = label
    this.#forget()
    await this.#load(0)
  }

  /** @param first the image of the class that the page begins with */
  async turnTo(first: number): Promise<void> {
    this.selection.clear()
    await this.#load(first)
  }

  async rename(name: string): Promise<void> {
    const id = this.#id
    if (id === undefined || name === this.#dataset?.name) return
    await this.#notices.attempt(() => this.#line.lab.changeDataset({ dataset: id, name }))
    await this.refresh()
  }

  /** @returns whether it was done */
  async edit(edit: DatasetEdit): Promise<boolean> {
    const dataset = this.#dataset
    if (dataset === undefined) return false
    const done = await this.#change(() => this.#line.lab.editDataset({ dataset: dataset.id, edit }))
    if (done === undefined) return false
    if (edit.kind === 'addClass') this.#label = dataset.classes.length
    if (edit.kind === 'mergeClass') this.#label = edit.into > edit.label ? edit.into - 1 : edit.into
    this.#forget()
    await this.refresh()
    return true
  }

  async undo(): Promise<void> {
    const id = this.#id
    if (id === undefined || this.#dataset?.undo === undefined) return
    const undone = await this.#change(() => this.#line.lab.undoEdit({ dataset: id }))
    if (undone === undefined) return
    this.#forget()
    await this.refresh()
    this.#notices.say(`Taken back: ${undone.done}`)
  }

  /** Adds the image files of this computer to a class. */
  async addFiles(folder: SentFolder | undefined, label = this.#label): Promise<void> {
    const dataset = this.#dataset
    const to = dataset?.classes[label]?.name
    if (folder === undefined || folder.files.length === 0 || dataset === undefined) return
    if (to === undefined) {
      this.#problem = new LabError(
        'invalid-input',
        'There is no class yet.',
        'Add a class first, then its images.'
      )
      return
    }
    while (this.#busy) await this.#idle
    // Classes may have changed meanwhile.
    const now =
      this.#dataset?.id === dataset.id ? this.#dataset.classes.findIndex(({ name }) => name === to) : -1
    if (now === -1) {
      this.#problem = new LabError(
        'not-found',
        `The class “${to}” is gone.`,
        'Add the images to another class.'
      )
      return
    }
    const result = await this.#change(async () => {
      await this.showClass(now)
      const path = await this.sending.send(folder)
      if (path === undefined) throw new LabError('cancelled', 'Nothing was added.', 'Add the images again.')
      return this.#line.lab.addImages({ dataset: dataset.id, label: now, from: { kind: 'place', path } })
    })
    this.#decoding = undefined
    if (result === undefined) return
    this.#added = { to, result }
    await this.refresh()
  }

  /** Frames of the camera that are to be taken back together. @returns the name of the group */
  beginBurst(): string {
    return `burst ${++this.#groups} ${this.#dataset?.id ?? ''}`.slice(0, 40)
  }

  /**
   * Adds frames of the camera to the class on show.
   * @param frames u8[channels, height, width] each, of the data set's shape
   */
  async addFrames(
    frames: readonly { readonly name: string; readonly planes: Uint8Array }[],
    group: string
  ): Promise<void> {
    const dataset = this.#dataset
    const label = this.#label
    const to = dataset?.classes[label]?.name
    if (dataset === undefined || to === undefined || frames.length === 0) return
    const [height, width, channels] = dataset.shape
    const each = height * width * channels
    const atOnce = Math.max(1, Math.min(framesAtOnce, Math.floor(callBytes / each)))
    const result = await this.#change(async () => {
      const all: MethodOutput<'addImages'> = { added: 0, known: [], refused: [] }
      for (let first = 0; first < frames.length; first += atOnce) {
        const some = frames.slice(first, first + atOnce)
        const pixels = new Uint8Array(some.length * each)
        some.forEach(({ planes }, i) => pixels.set(planes, i * each))
        const { added, known } = await this.#line.lab.addImages({
          dataset: dataset.id,
          label,
          group,
          from: { kind: 'pixels', names: some.map(({ name }) => name), images: base64FromBytes(pixels) }
        })
        all.added += added
        all.known = [...all.known, ...known]
      }
      return all
    })
    if (result === undefined) return
    this.#added = { to, result }
    await this.refresh()
  }

  /** Ends the adding of files that is under way: none of them comes in. */
  async cancel(): Promise<void> {
    const id = this.#id
    this.sending.stop()
    if (id !== undefined) await this.#notices.attempt(() => this.#line.lab.cancelAdding({ dataset: id }))
  }

  receive({ dataset, done, total }: Progress & { readonly dataset: string }): void {
    if (dataset === this.#id && this.#busy) this.#decoding = { done, total }
  }

  async #look(id: string): Promise<EditedDataset> {
    try {
      return await this.#line.lab.getEdited({ dataset: id })
    } catch (thrown) {
      const error = LabError.from(thrown)
      if (error.code !== 'not-found' || this.#dataset === undefined) throw error
      throw new LabError(
        'not-found',
        `“${this.#dataset.name}” was deleted, so it cannot be edited any more.`,
        'Choose another data set, or take the deletion back where it was made.'
      )
    }
  }

  /** What was said and selected belongs to what was on show. */
  #forget(): void {
    this.selection.clear()
    this.#added = undefined
    this.#problem = undefined
  }

  /** One change at a time; what keeps it from being made is shown. */
  async #change<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#busy) return undefined
    this.#busy = true
    this.#problem = undefined
    this.#added = undefined
    const change = work()
    this.#idle = change.catch(() => undefined)
    try {
      return await change
    } catch (thrown) {
      const error = LabError.from(thrown)
      if (error.code !== 'cancelled') this.#problem = error
      return undefined
    } finally {
      this.#busy = false
    }
  }

  async #load(first = 0): Promise<void> {
    const id = this.#id
    const label = this.#label
    const dataset = this.#dataset
    const own = dataset?.classes[label]
    if (id === undefined || dataset === undefined || own === undefined) {
      this.#page = undefined
      return
    }
    const total = own.train + own.test
    const { pageSize } = this
    // The last page, where images in front of it are gone.
    const from = first < total ? first : Math.max(0, Math.ceil(total / pageSize) - 1) * pageSize
    const answer = await this.#notices.attempt(() =>
      this.#line.lab.getClassImages({ dataset: id, label, first: from, count: pageSize })
    )
    if (answer === undefined || this.#id !== id || this.#label !== label) return
    const planes = imagePlanes(answer.pixels, dataset.shape)
    this.#page = {
      label,
      first: from,
      total: answer.total,
      images: answer.images.flatMap(({ split, row, name }, i) => {
        const own = planes[i]
        return own === undefined ? [] : [{ split, row, name, planes: own }]
      })
    }
  }
}
