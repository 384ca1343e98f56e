import { createHash } from 'node:crypto'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import type { EditedDataset } from '../../contract/dataset-editing'
import { checkLabels } from '../files/check-labels'
import { DataFiles } from '../files/data-files'
import { readLabels, readSamples } from '../files/read-images'
import { type Collection, whatIsMissing } from '../library/collection'
import { readCollection } from '../library/stored-collection'
import { readOrigins } from '../write/image-origins'

type Split = 'train' | 'test'

/** Images in memory at a time. */
const readAtOnce = 256

/** Of each image its label, by row. */
export type Labels = Readonly<Record<Split, Uint16Array>>

/** Reads what a data set is while it is edited. */
export class ReadEdited {
  readonly #folder: string

  /** @param folder of all data sets */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws LabError 'not-found' | 'data-corrupt' | 'unsupported' | 'storage' */
  async collection(id: string): Promise<Collection> {
    const found = await readCollection(path.join(this.#folder, id))
    if (found !== undefined) return found
    throw new LabError(
      'not-found',
      `There is no data set “${id}” that can be edited.`,
      'Look at the list of data sets.'
    )
  }

  async labels(collection: Collection): Promise<Labels> {
    const files = this.files(collection)
    const labels = { train: await readLabels(files, 'train'), test: await readLabels(files, 'test') }
    for (const split of ['train', 'test'] as const)
      checkLabels(labels[split], collection, { name: `The ${split} set` })
    return labels
  }

  files(collection: Collection): DataFiles {
    return new DataFiles(path.join(this.#folder, collection.id), collection)
  }

  /** What tells its images apart: see `contentOf`. */
  async contents(collection: Collection, labels: Labels): Promise<Set<string>> {
    const seen = new Set<string>()
    const files = this.files(collection)
    for (const split of ['train', 'test'] as const) {
      for (let first = 0; first < labels[split].length; first += readAtOnce) {
        const count = Math.min(readAtOnce, labels[split].length - first)
        const rows = Array.from({ length: count }, (_, i) => first + i)
        const { images } = await readSamples(files, split, rows)
        const bytes = images.length / count
        for (let i = 0; i < count; i++) seen.add(contentOf(images.subarray(i * bytes, (i + 1) * bytes)))
      }
    }
    return seen
  }

  /** What there is to edit. @throws LabError as `collection` */
  async summary(id: string): Promise<Omit<EditedDataset, 'undo'>> {
    const now = await this.collection(id)
    const labels = await this.labels(now)
    const missing = whatIsMissing(now)
    return {
      id,
      name: now.name,
      shape: now.shape,
      fit: now.made?.folder?.fit ?? 'cover',
      classes: now.classes.map((name, label) => ({
        name,
        train: countOf(labels.train, label),
        test: countOf(labels.test, label)
      })),
      ...(missing === undefined ? {} : { missing })
    }
  }

  /**
   * Some images of a class, those for training first.
   * @throws LabError as `collection`
   */
  async images(id: string, wanted: number, first: number, count: number) {
    const now = await this.collection(id)
    const labels = await this.labels(now)
    const refs = (['train', 'test'] as const).flatMap((split) =>
      [...labels[split].entries()]
        .filter(([, label]) => label === wanted)
        .map(([row, label]) => ({ split, row, label }))
    )
    const shown = refs.slice(first, first + count)
    const folder = path.join(this.#folder, id)
    const origins = {
      train: await readOrigins(folder, now, 'train'),
      test: await readOrigins(folder, now, 'test')
    }
    const pixels: Uint8Array[] = []
    for (const split of ['train', 'test'] as const) {
      const rows = shown.filter((ref) => ref.split === split).map(({ row }) => row)
      if (rows.length > 0) pixels.push((await readSamples(this.files(now), split, rows)).images)
    }
    return {
      total: refs.length,
      images: shown.map((ref) => {
        const name = origins[ref.split]?.[ref.row]?.name
        return { ...ref, ...(name === undefined ? {} : { name }) }
      }),
      pixels: Buffer.concat(pixels)
    }
  }
}

export function countOf(labels: Uint16Array, wanted: number): number {
  return labels.reduce((count, label) => (label === wanted ? count + 1 : count), 0)
}

/** sha256 of an image's pixels, in base64. */
export function contentOf(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('base64')
}
