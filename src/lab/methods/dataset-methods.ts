import { readImages, readLabels, readSamples } from '../dataset/read-images'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { promptly } from './promptly'

export function datasetMethods({
  dataset,
  manifest,
  datasetFolder
}: LabParts): Methods<'getDataset' | 'downloadDataset' | 'cancelDownload' | 'getSamples' | 'getImages'> {
  return {
    getDataset: () => dataset.refresh(),
    downloadDataset: (input) => promptly(() => dataset.download(input)),
    cancelDownload: async () => {
      await dataset.cancel()
      return {}
    },
    getSamples: async ({ perClass }) => {
      const labels = await readLabels(datasetFolder, manifest, 'train')
      const rowsOf = manifest.classes.map((): number[] => [])
      labels.forEach((label, row) => rowsOf[label]?.push(row))
      const classes = manifest.classes.map(async (name, label) => {
        const all = rowsOf[label] ?? []
        const rows = all.slice(0, perClass)
        const images = await readImages(datasetFolder, manifest, 'train', rows)
        return { name, count: all.length, rows, images: toBase64(images) }
      })
      return { classes: await Promise.all(classes) }
    },
    getImages: async ({ split, rows }) => {
      const { images, labels } = await readSamples(datasetFolder, manifest, split, rows)
      return { labels: [...labels], images: toBase64(images) }
    }
  }
}
