import { readLabels, readSamples } from '../dataset/files/read-images'
import { recordBytes } from '../dataset/files/manifest'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function datasetMethods({
  dataset,
  manifest
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
    getSamples: async ({ perClass }) => {
      const labels = await readLabels(dataset.files, 'train')
      const rowsOf = manifest.classes.map((): number[] => [])
      labels.forEach((label, row) => rowsOf[label]?.push(row))
      const shown = rowsOf.map((rows) => rows.slice(0, perClass))
      const { images } = await readSamples(dataset.files, 'train', shown.flat())
      const bytes = recordBytes(manifest) - 1
      let at = 0
      const classes = manifest.classes.map((name, label) => {
        const rows = shown[label] ?? []
        const own = images.subarray(at * bytes, (at += rows.length) * bytes)
        return { name, count: rowsOf[label]?.length ?? 0, rows, images: toBase64(own) }
      })
      return { classes }
    },
    getImages: async ({ split, rows }) => {
      const { images, labels } = await readSamples(dataset.files, split, rows)
      return { labels: [...labels], images: toBase64(images) }
    }
  }
}
