import { required } from '../base/required'
import type { Evaluation } from './evaluation'

/** What an evaluation says about one class. Shares are in [0, 1]; undefined where they would be of nothing. */
export interface ClassMeasures {
  readonly name: string
  /** Images of the class. */
  readonly images: number
  /** Images that were predicted as it, rightly or not. */
  readonly predicted: number
  /** Images of the class that were predicted as it. */
  readonly correct: number
  /** correct / images: of the images of the class, how many were found? */
  readonly recall: number | undefined
  /** correct / predicted: of the images predicted as the class, how many are of it? */
  readonly precision: number | undefined
  /** The harmonic mean of both, 2 correct / (images + predicted). */
  readonly f1: number | undefined
}

/** In the order of the classes. The definitions are scikit-learn's, which says 0 where a share would be of nothing. */
export function classMeasures({ classes, cells }: Pick<Evaluation, 'classes' | 'cells'>): ClassMeasures[] {
  const counts = classes.map((name) => ({ name, images: 0, predicted: 0, correct: 0 }))
  for (const [label, predicted, images] of cells) {
    required(counts[label], 'counts of each class').images += images
    required(counts[predicted], 'counts of each class').predicted += images
    if (label === predicted) required(counts[label], 'counts of each class').correct += images
  }
  return counts.map((count) => ({
    ...count,
    recall: share(count.correct, count.images),
    precision: share(count.correct, count.predicted),
    f1: share(2 * count.correct, count.images + count.predicted)
  }))
}

/** The mean of the classes' F1, each class counting the same; undefined where no class has one. */
export function macroF1(measures: readonly ClassMeasures[]): number | undefined {
  const known = measures.flatMap(({ f1 }) => (f1 === undefined ? [] : [f1]))
  return share(
    known.reduce((sum, f1) => sum + f1, 0),
    known.length
  )
}

const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)
