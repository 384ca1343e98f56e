import type { ConfusionCell, Evaluation } from '../../../core/run/evaluation'
import { frequentMistakes } from '../../../core/run/evaluation'

/** A class that another one is predicted as, or that is predicted as it. */
export interface ClassMistake {
  readonly trueClass: number
  readonly predictedClass: number
  readonly images: number
  /** Of all images of the true class, in [0, 1]. */
  readonly share: number
}

/** The wrong predictions for images of a class, and the images of others that were predicted as it; the most frequent first. */
export function classMistakes(
  { cells }: Pick<Evaluation, 'cells'>,
  label: number
): { readonly predictedAs: readonly ClassMistake[]; readonly mistakenFor: readonly ClassMistake[] } {
  const totals = new Map<number, number>()
  for (const [trueClass, , images] of cells) totals.set(trueClass, (totals.get(trueClass) ?? 0) + images)
  const mistake = ([trueClass, predictedClass, images]: ConfusionCell): ClassMistake => ({
    trueClass,
    predictedClass,
    images,
    share: images / (totals.get(trueClass) ?? images)
  })
  const all = frequentMistakes({ cells }).map(mistake)
  return {
    predictedAs: all.filter(({ trueClass }) => trueClass === label),
    mistakenFor: all.filter(({ predictedClass }) => predictedClass === label)
  }
}
