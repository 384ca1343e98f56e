import type { Evaluation } from '../run/evaluation'

/** By how many images two confusion matrices differ in a cell. */
export interface CellDifference {
  readonly trueClass: number
  readonly predictedClass: number
  /** Of the second minus those of the first; not 0. */
  readonly images: number
  /** More right predictions, or fewer wrong ones. */
  readonly isBetter: boolean
}

/** The cells in which they differ, those first that differ most. Both have the same classes. */
export function matrixDifference(
  first: Pick<Evaluation, 'classes' | 'cells'>,
  second: Pick<Evaluation, 'classes' | 'cells'>
): readonly CellDifference[] {
  const size = first.classes.length
  const difference = new Map<number, number>()
  const add = ({ cells }: Pick<Evaluation, 'cells'>, sign: 1 | -1): void => {
    for (const [label, predicted, images] of cells) {
      const at = label * size + predicted
      difference.set(at, (difference.get(at) ?? 0) + sign * images)
    }
  }
  add(first, -1)
  add(second, 1)
  return [...difference]
    .filter(([, images]) => images !== 0)
    .map(([at, images]) => {
      const [trueClass, predictedClass] = [Math.floor(at / size), at % size]
      return { trueClass, predictedClass, images, isBetter: (trueClass === predictedClass) === images > 0 }
    })
    .sort((a, b) => Math.abs(b.images) - Math.abs(a.images))
}
