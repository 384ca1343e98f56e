import { imagePlanes } from '../../bytes/image-planes'

export interface LabelledImage {
  readonly label: number
  /** u8[3, 32, 32] */
  readonly planes: Uint8Array
}

export type ImagesByRow = ReadonlyMap<number, LabelledImage>

/** What `getImages` answers, by the rows that were asked for. @param images base64 of u8[rows, 3, 32, 32] */
export function imagesByRow(
  rows: readonly number[],
  { labels, images }: { readonly labels: readonly number[]; readonly images: string }
): ImagesByRow {
  const planes = imagePlanes(images)
  const found = new Map<number, LabelledImage>()
  rows.forEach((row, i) => {
    const label = labels[i]
    const own = planes[i]
    if (label !== undefined && own !== undefined) found.set(row, { label, planes: own })
  })
  return found
}
