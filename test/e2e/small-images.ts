import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { inject } from 'vitest'

const imageBytes = 3 * 32 * 32

/** Images of the small data set, as its files have them. */
export interface SmallImages {
  /** u8[N, 3, 32, 32] */
  readonly images: Uint8Array
  /** u16[N] */
  readonly labels: Uint16Array
}

const files = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`),
  test: ['test_batch.bin']
} as const

/** @param rows of the split, in the order of its files */
export async function readSmallImages(
  split: 'train' | 'test',
  rows: readonly number[]
): Promise<SmallImages> {
  const contents = await Promise.all(
    files[split].map((name) => readFile(path.join(inject('datasetFolder'), name)))
  )
  const records = Buffer.concat(contents)
  const images = new Uint8Array(rows.length * imageBytes)
  const labels = new Uint16Array(rows.length)
  rows.forEach((row, i) => {
    const record = records.subarray(row * (1 + imageBytes), (row + 1) * (1 + imageBytes))
    labels[i] = record[0] ?? 0
    images.set(record.subarray(1), i * imageBytes)
  })
  return { images, labels }
}
