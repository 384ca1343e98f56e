import { LabError } from '../base/lab-error'
import { fairCoinTest } from '../maths/binomial-test'

/** What two networks said about the same images. */
export interface Disagreement {
  readonly images: number
  readonly bothCorrect: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly bothWrong: number
  /** Images of which they predict different classes, one of them right or not. */
  readonly different: number
  /**
   * McNemar's test, exact (McNemar 1947; Dietterich 1998): the probability of counts of images that only one gets right
   * at least as unequal as these, if both were equally good.
   */
  readonly p: number
}

/**
 * @param labels u16[N] @param first u16[N], predicted @param second u16[N], predicted, in the same order
 * @throws LabError 'invalid-input' for different numbers of images
 */
export function comparePredictions(
  labels: Uint16Array,
  first: Uint16Array,
  second: Uint16Array
): Disagreement {
  if (first.length !== labels.length || second.length !== labels.length) {
    throw new LabError(
      'invalid-input',
      `The runs were evaluated on ${first.length} and ${second.length} images.`,
      'Evaluate both on the same test images.'
    )
  }
  const counts = { bothCorrect: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 }
  let different = 0
  for (const [i, label] of labels.entries()) {
    const [one, other] = [first[i] === label, second[i] === label]
    if (one) counts[other ? 'bothCorrect' : 'onlyFirst'] += 1
    else counts[other ? 'onlySecond' : 'bothWrong'] += 1
    if (first[i] !== second[i]) different += 1
  }
  const { onlyFirst, onlySecond } = counts
  return {
    images: labels.length,
    ...counts,
    different,
    p: fairCoinTest(onlyFirst, onlyFirst + onlySecond)
  }
}
