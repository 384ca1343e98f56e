import { imagePlanes } from '../../bytes/image-planes'
import type { ImagesOf } from '../data/images-of'
import type { LabLine } from '../line/connection.svelte'
import { LatestAnswer } from '../line/latest-answer.svelte'
import type { Notices } from '../line/notices.svelte'

export type ImageSplit = 'train' | 'test'

interface GalleryQuestion {
  readonly dataset: string
  readonly split: ImageSplit
  readonly first: number
  readonly count: number
}

export interface GalleryImage {
  readonly row: number
  readonly label: number
  /** u8[channels, height, width] */
  readonly planes: Uint8Array
}

const galleryRows = 120
/** Images looked through at most for the next one of a class. */
const seekChunk = 60
const seekChunks = 10

/** Which image of a data set goes through the network, and those that follow it; or that none of them does. */
export class ImageChoice {
  #split = $state.raw<ImageSplit>('test')
  #row = $state.raw(1)
  #wantedClass = $state.raw<number | undefined>(undefined)
  #isOwn = $state.raw(false)
  readonly #gallery: LatestAnswer<GalleryQuestion, readonly GalleryImage[]>
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #dataset: () => ImagesOf

  /** @param dataset that of the network that is looked at */
  constructor(line: LabLine, notices: Notices, dataset: () => ImagesOf) {
    this.#line = line
    this.#notices = notices
    this.#dataset = dataset
    this.#gallery = new LatestAnswer((question) => this.#images(question))
  }

  /** Whether a picture of one's own takes the place of the data set's image. */
  get isOwn(): boolean {
    return this.#isOwn
  }

  get split(): ImageSplit {
    return this.#split
  }

  get row(): number {
    return Math.min(this.#row, this.#count - 1)
  }

  /** Only images of this class are shown; undefined: any. */
  get wantedClass(): number | undefined {
    return this.#wantedClass
  }

  get gallery(): readonly GalleryImage[] | undefined {
    return this.#gallery.current?.answer
  }

  get #count(): number {
    return this.#dataset().info.splits[this.#split].images
  }

  /** Asks for the images from the chosen one on; in an effect. */
  loadGallery(): void {
    const { info, here } = this.#dataset()
    if (!here) return
    const first = Math.min(this.row, Math.max(0, this.#count - galleryRows))
    void this.#gallery.ask({
      dataset: info.id,
      split: this.#split,
      first,
      count: Math.min(galleryRows, this.#count)
    })
  }

  showOwn(): void {
    this.#isOwn = true
  }

  showSplit(split: ImageSplit): void {
    this.#isOwn = false
    this.#split = split
    if (this.#wantedClass !== undefined) void this.#seek(this.row, 1)
  }

  showRow(row: number): void {
    this.#row = Math.min(this.#count - 1, Math.max(0, Math.round(row)))
  }

  /** One image, of whatever class. */
  showImage(split: ImageSplit, row: number): void {
    this.#isOwn = false
    this.#wantedClass = undefined
    this.#split = split
    this.showRow(row)
  }

  showClass(wanted: number | undefined): void {
    this.#wantedClass = wanted
    if (wanted !== undefined) void this.#seek(this.row, 1)
  }

  /** The next image, or the one before; of the wanted class. */
  async move(direction: 1 | -1): Promise<void> {
    const next = (this.row + direction + this.#count) % this.#count
    if (this.#wantedClass === undefined) this.#row = next
    else await this.#seek(next, direction)
  }

  /** Looks for an image of the wanted class, from `from` on and around the end. */
  async #seek(from: number, direction: 1 | -1): Promise<void> {
    const wanted = this.#wantedClass
    const split = this.#split
    const count = this.#count
    for (let chunk = 0; chunk < seekChunks; chunk++) {
      const rows = Array.from(
        { length: Math.min(seekChunk, count) },
        (_, i) => (((from + direction * (chunk * seekChunk + i)) % count) + count) % count
      )
      const dataset = this.#dataset().info.id
      const answer = await this.#notices.attempt(() => this.#line.lab.getImages({ dataset, split, rows }))
      if (answer === undefined || wanted !== this.#wantedClass || split !== this.#split) return
      const found = rows[answer.labels.findIndex((label) => label === wanted)]
      if (found !== undefined) {
        this.#row = found
        return
      }
    }
  }

  async #images({ dataset, split, first, count }: GalleryQuestion): Promise<readonly GalleryImage[]> {
    const rows = Array.from({ length: count }, (_, i) => first + i)
    const { shape } = this.#dataset().info
    const { labels, images } = await this.#line.lab.getImages({ dataset, split, rows })
    const planes = imagePlanes(images, shape)
    return rows.flatMap((row, i) => {
      const label = labels[i]
      const own = planes[i]
      return label === undefined || own === undefined ? [] : [{ row, label, planes: own }]
    })
  }
}
