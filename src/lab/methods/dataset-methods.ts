import { readLabels, readSamples } from '../dataset/files/read-images'
import { volume } from '../../core/layers/shape'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function datasetMethods({
  dataset,
  info
}: LabParts): Methods<
  'getDataset' | 'downloadDataset' | 'cancelDownload' | 'verifyDataset' | 'getSamples' | 'getImages'
> {
  return {
    getDataset: () => dataset.refresh(),
    downloadDataset: (input) => withoutAnswer(() => dataset.download(input)),
    cancelDownload: async () => {
      await dataset.cancel()
      return {}
    },
    verifyDataset: () => dataset.verify(),
    getSamples: async ({ first, classes, perClass }) => {
      const rowsOf = new Map(
        info.classes
          .map((name, label) => [label, { name, rows: new Array<number>() }] as const)
          .slice(first, first + classes)
      )
      const labels = await readLabels(dataset.files, 'train')
      labels.forEach((label, row) => rowsOf.get(label)?.rows.push(row))
      const shown = [...rowsOf.values()].map(({ name, rows }) => ({
        name,
        count: rows.length,
        rows: rows.slice(0, perClass)
      }))
      const { images } = await readSamples(
        dataset.files,
        'train',
        shown.flatMap(({ rows }) => rows)
      )
      const bytes = volume(info.shape)
      let at = 0
      return {
        classes: shown.map((one) => ({
          ...one,
          images: toBase64(images.subarray(at, (at += one.rows.length * bytes)))
        }))
      }
    },
    getImages: async ({ split, rows }) => {
      const { images, labels } = await readSamples(dataset.files, split, rows)
      return { labels: [...labels], images: toBase64(images) }
    }
  }
}
