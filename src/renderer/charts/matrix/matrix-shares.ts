import type { Evaluation } from '../../../core/run/evaluation'

/** A confusion matrix as a picture; of its cells only those that are not empty are listed. */
export interface MatrixShares {
  /** Images of each true class. */
  readonly totals: readonly number[]
  /** f32[true class, predicted class]: shares of the rows. */
  readonly shares: Float32Array
}

export function matrixShares({ classes, cells }: Pick<Evaluation, 'classes' | 'cells'>): MatrixShares {
  const totals = classes.map(() => 0)
  for (const [label, , images] of cells) totals[label] = (totals[label] ?? 0) + images
  const shares = new Float32Array(classes.length ** 2)
  for (const [label, predicted, images] of cells) {
    shares[label * classes.length + predicted] = images / (totals[label] ?? images)
  }
  return { totals, shares }
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
