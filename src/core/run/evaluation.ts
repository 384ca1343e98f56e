import { z } from '../base/schema'

/** What a network gets right and wrong on a set of images that it was not trained on. */
export const evaluation = z.object({
  split: z.enum(['test', 'validation']),
  classes: z.array(z.string()).min(1),
  /** counts[true class][predicted class] */
  confusion: z.array(z.array(z.int().min(0))),
  /** Mean cross-entropy over the images. */
  loss: z.number(),
  durationMs: z.number()
})
export type Evaluation = z.infer<typeof evaluation>

export interface ClassAccuracy {
  readonly name: string
  readonly correct: number
  readonly total: number
  /** correct / total in [0, 1]; undefined where the set holds no image of the class. */
  readonly accuracy: number | undefined
}

export function emptyConfusion(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
}

export function imageCount(result: Pick<Evaluation, 'confusion'>): number {
  return result.confusion.reduce((sum, row) => sum + rowTotal(row), 0)
}

/** Share of images on the diagonal, in [0, 1]. */
export function accuracy(result: Pick<Evaluation, 'confusion'>): number {
  const total = imageCount(result)
  const correct = result.confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0)
  return total === 0 ? 0 : correct / total
}

/** Recall of each class, counted whatever the batches were. */
export function classAccuracies(result: Pick<Evaluation, 'confusion' | 'classes'>): ClassAccuracy[] {
  return result.classes.map((name, i) => {
    const row = result.confusion[i] ?? []
    const total = rowTotal(row)
    const correct = row[i] ?? 0
    return { name, correct, total, accuracy: total === 0 ? undefined : correct / total }
  })
}

/** Half the width of the 95 % confidence interval of an accuracy (normal approximation), in [0, 1]. */
export function accuracyMargin(share: number, images: number): number {
  return images === 0 ? 0 : 1.96 * Math.sqrt((share * (1 - share)) / images)
}

function rowTotal(row: readonly number[]): number {
  return row.reduce((sum, n) => sum + n, 0)
}
