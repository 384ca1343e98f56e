import { PixelHistogram } from '../../../core/data/pixel-histogram'
import { required } from '../../../core/base/required'
import type { DatasetCard } from '../../contract/dataset-card'
import type { DatasetService } from '../dataset-service'
import { recordBytes } from '../files/manifest'
import { checkLabels } from '../files/check-labels'
import { readFileRecords } from '../files/read-file-records'

/** A service stands for files that never change: another manifest has another service. */
const kept = new WeakMap<DatasetService, Promise<DatasetCard>>()

/**
 * What a data set is like: read once, from all of its files.
 * @throws LabError 'data-missing' | 'data-corrupt' | 'storage'
 */
export function readCard(dataset: DatasetService): Promise<DatasetCard> {
  const known = kept.get(dataset)
  if (known !== undefined) return known
  const card = read(dataset)
  kept.set(dataset, card)
  card.catch(() => kept.delete(dataset))
  return card
}

async function read({ files: dataFiles, manifest, info }: DatasetService): Promise<DatasetCard> {
  const bytes = recordBytes(manifest)
  const histogram = new PixelHistogram(info.shape)
  const counts = { train: info.classes.map(() => 0), test: info.classes.map(() => 0) }
  for (const file of manifest.files) {
    const own = counts[file.role]
    await dataFiles.read(file, (handle) =>
      readFileRecords(handle, manifest, file, (records) => {
        for (let at = 0; at < records.length; at += bytes) {
          const label = records.readUIntLE(at, manifest.labelBytes)
          checkLabels([label], manifest, file)
          own[label] = required(own[label], 'a class of each label') + 1
          if (file.role === 'train') histogram.add(records.subarray(at + manifest.labelBytes, at + bytes))
        }
      })
    )
  }
  const { made } = manifest
  return {
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    classes: info.classes.map((name, label) => ({
      name,
      train: required(counts.train[label], 'a count'),
      test: required(counts.test[label], 'a count')
    })),
    histogram: histogram.counts.map((channel) => [...channel]),
    measured: histogram.normalisation(),
    ...(made === undefined ? {} : { made })
  }
}
