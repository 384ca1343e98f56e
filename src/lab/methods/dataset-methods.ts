import { readLabels, readSamples } from '../dataset/files/read-images'
import { volume } from '../../core/layers/shape'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { withoutAnswer } from './without-answer'

export function datasetMethods({
  datasets
}: LabParts): Methods<
  'getDataset' | 'downloadDataset' | 'cancelDownload' | 'verifyDataset' | 'getSamples' | 'getImages'
> {
  return {
    getDataset: async ({ dataset: id }) => (await datasets.find(id)).refresh(),
    downloadDataset: async ({ dataset: id, ...input }) => {
      const dataset = await datasets.find(id)
      return withoutAnswer(() => dataset.download(input))
    },
    cancelDownload: async ({ dataset: id }) => {
      await (await datasets.find(id)).cancel()
      return {}
    },
    verifyDataset: async ({ dataset: id }) => (await datasets.find(id)).verify(),
    getSamples: async ({ dataset: id, first, classes, perClass }) => {
      const dataset = await datasets.find(id)
      const { info } = dataset
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
    getImages: async ({ dataset: id, split, rows }) => {
      const dataset = await datasets.find(id)
      const { images, labels } = await readSamples(dataset.files, split, rows)
      return { labels: [...labels], images: toBase64(images) }
    }
  }
}
