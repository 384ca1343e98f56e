import { mostClasses } from '../../../core/data/dataset-info'
import { unsuitableFile } from './formats/bad-file'
import { bytesOf, numbersOf } from './formats/number-type'
import { type NpzArray, openNpzArray } from './npz-arrays'
import type { NpzImages } from './npz-images'
import type { PlacedFile } from './places/placed-file'

/** Images and their labels. */
export interface NpzPart {
  readonly images: NpzImages
  readonly labels: NpzArray
}

/**
 * The labels that occur, in ascending order: what the classes are called where nobody has named them.
 * @throws LabError 'data-corrupt' | 'unsupported'
 */
export async function distinctLabels(
  parts: readonly NpzPart[],
  file: PlacedFile
): Promise<readonly number[]> {
  const values = new Set<number>()
  for (const { labels, images } of parts) {
    const reader = await openNpzArray(labels)
    const step = bytesOf(labels.type)
    try {
      for (let at = 0; at < images.count; at += 65_536) {
        const block = await reader.read(Math.min(65_536, images.count - at) * step)
        for (const value of numbersOf(block, labels.type)) values.add(value)
        if (values.size > mostClasses)
          throw unsuitableFile(file.label, `has more than ${mostClasses} classes`, 'Choose another file.')
      }
      await reader.expectEnd()
    } finally {
      await reader.close()
    }
  }
  if (values.size < 2)
    throw unsuitableFile(file.label, 'has images of a single class', 'Choose another file.')
  return [...values].sort((a, b) => a - b)
}
