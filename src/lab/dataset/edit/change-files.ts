import { required } from '../../../core/base/required'
import type { Collection } from '../library/collection'
import { type DatasetFile, mostFiles } from '../files/manifest'
import { imagesPerFile, writeImageFile, writeOrigins } from '../write/write-image-file'
import type { Arrangement, Placed } from './arrange-images'
import { type ArrangedImage, keptImage, keyOf, originOf, type Origins } from './arranged-image'
import type { Labels } from './read-edited'
import type { RecordReader } from './record-reader'

type Split = 'train' | 'test'
const splits = ['train', 'test'] as const

export interface FileChange {
  readonly folder: string
  readonly before: Collection
  readonly labels: Labels
  readonly arrangement: Arrangement
  readonly origins: Origins
  /** From outside, by where they go. */
  readonly incoming: Readonly<Record<Split, readonly ArrangedImage[]>>
  readonly reader: RecordReader
}

/** What becomes of a file. */
interface FilePlan {
  readonly file: DatasetFile
  /** Its first row. */
  readonly first: number
  readonly kept: Placed[]
  readonly incoming: ArrangedImage[]
  changed: boolean
}

/**
 * Writes those files again that an edit changes. Images stay in the order in which they lie, and those that come in go between
 * them by their keys.
 * @returns undefined, with nothing written, where so many change that all may as well be written in order
 * @throws LabError 'storage' | 'data-corrupt'
 */
export async function changeFiles(change: FileChange): Promise<DatasetFile[] | undefined> {
  const { folder, before, origins } = change
  const plans = splits.map((split) => ({ split, files: planFiles(split, change) }))
  const all = plans.flatMap(({ files }) => files)
  const bytes = all.reduce((sum, { file }) => sum + file.bytes, 0)
  const changing = all.reduce((sum, { file, changed }) => sum + (changed ? file.bytes : 0), 0)
  const perFile = imagesPerFile(before)
  const count = all.reduce(
    (sum, { kept, incoming }) => sum + Math.ceil((kept.length + incoming.length) / perFile),
    0
  )
  if (2 * changing > bytes || all.length + count > mostFiles) return undefined
  if (
    splits.some(
      (split) =>
        change.incoming[split].length > 0 &&
        !plans.some((plan) => plan.split === split && plan.files.length > 0)
    )
  )
    return undefined
  const written: DatasetFile[] = []
  for (const { split, files } of plans) {
    for (const plan of files) {
      const { file, first } = plan
      if (plan.changed) {
        for (const part of partsOf(merged(plan, change), perFile)) {
          const images = []
          for (const image of part) images.push(await image.load())
          written.push(await writeImageFile(folder, before, split, images, saltOf(written, file)))
        }
      } else if (file.origins === undefined) {
        // Else their names would be other ones as soon as rows shift.
        const own = Array.from({ length: file.images }, (_, i) => originOf(split, first + i, origins))
        written.push(await writeOrigins(folder, file, own))
      } else written.push(file)
    }
  }
  // A row of the same images twice would give two files one name.
  return new Set(written.map(({ name }) => name)).size === written.length ? written : undefined
}

/** The same for the same place in the same data set. */
function saltOf(written: readonly DatasetFile[], { role }: DatasetFile): number {
  return written.filter((file) => file.role === role).length
}

function planFiles(
  split: Split,
  { before, labels, arrangement, origins, incoming, reader }: FileChange
): FilePlan[] {
  const plans: FilePlan[] = []
  let first = 0
  for (const file of before.files.filter(({ role }) => role === split)) {
    plans.push({ file, first, kept: [], incoming: [], changed: false })
    first += file.images
  }
  const planOf = (row: number): FilePlan =>
    required(
      plans.find((plan) => row < plan.first + plan.file.images),
      'a file of each row'
    )
  const arriving = [...incoming[split]]
  for (const placed of arrangement[split]) {
    if (placed.from.split === split) {
      const plan = planOf(placed.from.row)
      plan.kept.push(placed)
      if (placed.label !== labels[split][placed.from.row]) plan.changed = true
    } else arriving.push(keptImage(placed, origins, reader))
  }
  const keys = plans.map((plan) => keyOf(originOf(split, plan.first, origins)))
  for (const image of arriving) {
    const behind = keys.reduce((last, key, i) => (key <= image.key ? i : last), 0)
    const plan = plans[behind]
    if (plan === undefined) break
    plan.incoming.push(image)
    plan.changed = true
  }
  for (const plan of plans) if (plan.kept.length !== plan.file.images) plan.changed = true
  return plans
}

/** Each that comes in before the first image with a greater key. */
function merged({ kept, incoming }: FilePlan, { origins, reader }: FileChange): readonly ArrangedImage[] {
  const images = kept.map((placed) => keptImage(placed, origins, reader))
  for (const image of incoming) {
    const behind = images.findIndex(({ key }) => key > image.key)
    images.splice(behind === -1 ? images.length : behind, 0, image)
  }
  return images
}

/** Of about the same size each. */
function partsOf<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / most)
  return Array.from({ length: count }, (_, i) =>
    items.slice(Math.floor((i * items.length) / count), Math.floor(((i + 1) * items.length) / count))
  )
}
