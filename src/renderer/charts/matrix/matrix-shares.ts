import type { Evaluation } from '../../../core/run/evaluation'

/** A confusion matrix as a picture; of its cells only those that are not empty are listed. */
export interface MatrixShares {
  /** Images of each true class. */
  readonly totals: readonly number[]
  /** Images that were predicted as each class. */
  readonly predictedAs: readonly number[]
  /** f32[true class, predicted class]: shares of the rows, or of the columns. */
  readonly shares: Float32Array
}

export function matrixShares(
  { classes, cells }: Pick<Evaluation, 'classes' | 'cells'>,
  of: 'row' | 'column' = 'row'
): MatrixShares {
  const totals = classes.map(() => 0)
  const predictedAs = classes.map(() => 0)
  for (const [label, predicted, images] of cells) {
    totals[label] = (totals[label] ?? 0) + images
    predictedAs[predicted] = (predictedAs[predicted] ?? 0) + images
  }
  const shares = new Float32Array(classes.length ** 2)
  for (const [label, predicted, images] of cells) {
    const all = of === 'row' ? totals[label] : predictedAs[predicted]
    shares[label * classes.length + predicted] = images / (all ?? images)
  }
  return { totals, predictedAs, shares }
}

/** Images of one cell. */
export function imagesIn(
  { cells }: Pick<Evaluation, 'cells'>,
  trueClass: number,
  predictedClass: number
): number {
  const cell = cells.find(([label, predicted]) => label === trueClass && predicted === predictedClass)
  return cell === undefined ? 0 : cell[2]
}
