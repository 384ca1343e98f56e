import { PixelHistogram } from '../../../core/data/pixel-histogram'
import type { DataFiles } from '../files/data-files'
import { datasetHash, type DatasetFile, recordBytes } from '../files/manifest'
import { readFileRecords } from '../files/read-file-records'
import type { Collection } from '../library/collection'

/** Pixels of the training images of data sets that are edited; counting them takes longer than the edit of one image. */
export class TrainingHistogram {
  /** By id, of the state that was counted last. */
  readonly #known = new Map<string, { readonly hash: string; readonly histogram: PixelHistogram }>()

  /** A copy. @throws LabError 'data-missing' | 'data-corrupt' | 'storage' */
  async of(collection: Collection, dataFiles: DataFiles): Promise<PixelHistogram> {
    const known = this.#known.get(collection.id)
    if (known?.hash === hashOf(collection.files)) return known.histogram.copy()
    const histogram = new PixelHistogram(collection.shape)
    const bytes = recordBytes(collection)
    for (const file of trainingFiles(collection.files)) {
      await dataFiles.read(file, (handle) =>
        readFileRecords(handle, dataFiles.manifest, file, (records) => {
          for (let at = 0; at < records.length; at += bytes)
            histogram.add(records.subarray(at + collection.labelBytes, at + bytes))
        })
      )
    }
    return histogram
  }

  keep(id: string, files: readonly DatasetFile[], histogram: PixelHistogram): void {
    this.#known.set(id, { hash: hashOf(files), histogram })
  }
}

const trainingFiles = (files: readonly DatasetFile[]): DatasetFile[] =>
  files.filter(({ role }) => role === 'train')

/** What tells one training set from another. */
const hashOf = (files: readonly DatasetFile[]): string =>
  datasetHash({ files: trainingFiles(files), classes: [] })
