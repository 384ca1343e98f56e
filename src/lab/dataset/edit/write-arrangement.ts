import type { PixelHistogram } from '../../../core/data/pixel-histogram'
import type { DataFiles } from '../files/data-files'
import type { Collection } from '../library/collection'
import { DatasetWriter, labelBytesFor } from '../write/dataset-writer'
import type { Arrangement } from './arrange-images'
import { type ArrangedImage, type Arriving, arrivingImage, keptImage, type Origins } from './arranged-image'
import { changeFiles } from './change-files'
import type { Labels } from './read-edited'
import { RecordReader } from './record-reader'

type Split = 'train' | 'test'

export interface ArrangementJob {
  readonly before: Collection
  readonly labels: Labels
  readonly dataFiles: DataFiles
  readonly arrangement: Arrangement
  readonly origins: Origins
  readonly arriving: readonly Arriving[]
  /** Of the training images as they are, asked for only where some come or go. */
  readonly countPixels: () => Promise<PixelHistogram>
}

export interface Written extends Pick<Collection, 'classes' | 'labelBytes' | 'files'> {
  /** Of the training images, where some came or went. */
  readonly histogram: PixelHistogram | undefined
}

/**
 * Writes the files of an edited data set beside those that it has. Where few of them change, the others stay; else all images
 * are ordered by their keys.
 * @throws LabError 'storage' | 'data-corrupt', 'invalid-input' for more than there is room for
 */
export async function writeArrangement(job: ArrangementJob): Promise<Written> {
  const { before, dataFiles, arrangement, arriving } = job
  const reader = new RecordReader(dataFiles)
  const of = (split: Split): ArrangedImage[] =>
    arriving.filter((image) => image.split === split).map(arrivingImage)
  const incoming = { train: of('train'), test: of('test') }
  try {
    const labelBytes = labelBytesFor(arrangement.classes.length)
    const files =
      labelBytes === before.labelBytes
        ? await changeFiles({ ...job, folder: dataFiles.folder, incoming, reader })
        : undefined
    if (files === undefined) return await writeAll(job, incoming, reader)
    return {
      classes: [...arrangement.classes],
      labelBytes,
      files,
      histogram: await changedHistogram(job, incoming.train, reader)
    }
  } finally {
    await reader.close()
  }
}

async function writeAll(
  { before, dataFiles, arrangement, origins }: ArrangementJob,
  incoming: Readonly<Record<Split, readonly ArrangedImage[]>>,
  reader: RecordReader
): Promise<Written> {
  const writer = new DatasetWriter(dataFiles.folder, before.shape, arrangement.classes.length)
  for (const split of ['train', 'test'] as const) {
    const kept = arrangement[split].map((placed) => keptImage(placed, origins, reader))
    const inOrder = [...kept, ...incoming[split]].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    for (const image of inOrder) await writer.add(split, await image.load())
  }
  const files = await writer.finish()
  const { labelBytes, histogram } = writer
  return { classes: [...arrangement.classes], labelBytes, files, histogram }
}

async function changedHistogram(
  { labels, arrangement, origins, countPixels }: ArrangementJob,
  incoming: readonly ArrangedImage[],
  reader: RecordReader
): Promise<PixelHistogram | undefined> {
  const staying = new Set(
    arrangement.train.filter(({ from }) => from.split === 'train').map(({ from }) => from.row)
  )
  const gone = [...labels.train.keys()].filter((row) => !staying.has(row))
  const come = [
    ...incoming,
    ...arrangement.train
      .filter(({ from }) => from.split === 'test')
      .map((placed) => keptImage(placed, origins, reader))
  ]
  if (gone.length === 0 && come.length === 0) return undefined
  const histogram = await countPixels()
  for (const row of gone) histogram.remove(await reader.read('train', row))
  for (const image of come) histogram.add((await image.load()).pixels)
  return histogram
}
