import { createHash } from 'node:crypto'
import path from 'node:path'
import { required } from '../../../core/base/required'
import { LabError } from '../../../core/base/lab-error'
import type { EditedDataset } from '../../contract/dataset-editing'
import { checkLabels } from '../files/check-labels'
import { DataFiles } from '../files/data-files'
import { recordBytes } from '../files/manifest'
import { readFileRecords } from '../files/read-file-records'
import { readFileLabels, readSamples } from '../files/read-images'
import { type Collection, whatIsMissing } from '../library/collection'
import { readCollection } from '../library/stored-collection'
import { readOrigins } from '../write/image-origins'
import { KnownOfFiles } from './known-of-files'

type Split = 'train' | 'test'

/** Of each image its label, by row. */
export type Labels = Readonly<Record<Split, Uint16Array>>

/** Reads what a data set is while it is edited. */
export class ReadEdited {
  readonly #folder: string
  /** By id, the files as they were read last: what was verified then need not be hashed again. */
  readonly #verified = new Map<string, DataFiles>()
  /** What was read of files, by the id and the file's sha256. */
  readonly #labels = new KnownOfFiles<Uint16Array>()
  readonly #contents = new KnownOfFiles<readonly string[]>()

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
    const known = await this.#labels.of(collection, (file) => readFileLabels(files, file))
    const all = (split: 'train' | 'test'): Uint16Array => {
      const own = collection.files.filter(({ role }) => role === split)
      return Uint16Array.from(own.flatMap(({ sha256 }) => [...required(known.get(sha256), 'its labels')]))
    }
    const labels = { train: all('train'), test: all('test') }
    for (const split of ['train', 'test'] as const)
      checkLabels(labels[split], collection, { name: `The ${split} set` })
    return labels
  }

  files(collection: Collection): DataFiles {
    const files = new DataFiles(path.join(this.#folder, collection.id), collection)
    const before = this.#verified.get(collection.id)
    if (before !== undefined) files.trust(stampsOfSame(before, collection))
    this.#verified.set(collection.id, files)
    return files
  }

  /** What tells its images apart: see `contentOf`. */
  async contents(collection: Collection): Promise<Set<string>> {
    const files = this.files(collection)
    const bytes = recordBytes(collection)
    const known = await this.#contents.of(collection, (file) =>
      files.read(file, async (handle) => {
        const hashes: string[] = []
        await readFileRecords(handle, files.manifest, file, (records) => {
          for (let at = 0; at < records.length; at += bytes)
            hashes.push(contentOf(records.subarray(at + collection.labelBytes, at + bytes)))
        })
        return hashes
      })
    )
    const all = new Set<string>()
    for (const hashes of known.values()) for (const hash of hashes) all.add(hash)
    return all
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

/** Stamps of files that are the same in another state of the data set. */
function stampsOfSame(before: DataFiles, { files }: Collection): ReadonlyMap<string, string> {
  const checksums = new Map(before.manifest.files.map(({ name, sha256 }) => [name, sha256]))
  const stamps = new Map<string, string>()
  for (const { name, sha256 } of files) {
    const stamp = before.stamps.get(name)
    if (stamp !== undefined && checksums.get(name) === sha256) stamps.set(name, stamp)
  }
  return stamps
}

export function countOf(labels: Uint16Array, wanted: number): number {
  return labels.reduce((count, label) => (label === wanted ? count + 1 : count), 0)
}

/** sha256 of an image's pixels, in base64. */
export function contentOf(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('base64')
}
