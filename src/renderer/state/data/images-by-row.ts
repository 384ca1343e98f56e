import type { ImageShape } from '../../../core/data/dataset-info'
import { imagePlanes } from '../../bytes/image-planes'

export interface LabelledImage {
  readonly label: number
  /** u8[channels, height, width] */
  readonly planes: Uint8Array
}

export type ImagesByRow = ReadonlyMap<number, LabelledImage>

/** What `getImages` answers, by the rows that were asked for. @param images base64 of u8[rows, channels, height, width] */
export function imagesByRow(
  rows: readonly number[],
  { labels, images }: { readonly labels: readonly number[]; readonly images: string },
  shape: ImageShape
): ImagesByRow {
  const planes = imagePlanes(images, shape)
  const found = new Map<number, LabelledImage>()
  rows.forEach((row, i) => {
    const label = labels[i]
    const own = planes[i]
    if (label !== undefined && own !== undefined) found.set(row, { label, planes: own })
  })
  return found
}
