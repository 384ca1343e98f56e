import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { z } from '../base/schema'
import { fairCoinTest } from '../maths/binomial-test'

const count = z.int().min(0)

/** What two networks said about the same images. */
export const disagreement = z.object({
  images: count,
  bothCorrect: count,
  onlyFirst: count,
  onlySecond: count,
  bothWrong: count,
  /** Images of which they predict different classes, one of them right or not. */
  different: count,
  /**
   * McNemar's test, exact (McNemar 1947; Dietterich 1998): the probability of counts of images that only one gets right
   * at least as unequal as these, if both were equally good.
   */
  p: z.number()
})
export type Disagreement = z.infer<typeof disagreement>

/** Which of the images on which two networks disagree: those that only one gets right, or all with different predictions. */
export const disagreementKind = z.enum(['onlyFirst', 'onlySecond', 'different'])
export type DisagreementKind = z.infer<typeof disagreementKind>

/** What a network predicted for each image, by its row. */
interface Predicted {
  /** u16[N] */
  readonly labels: Uint16Array
  /** u16[N] */
  readonly predicted: Uint16Array
  /** f32[N] */
  readonly confidence: Float32Array
}

/** @throws LabError 'invalid-input' for different images */
export function comparePredictions(first: Predicted, second: Predicted): Disagreement {
  requireSameImages(first, second)
  const counts = { bothCorrect: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 }
  let different = 0
  for (const [i, label] of first.labels.entries()) {
    const [one, other] = [first.predicted[i] === label, second.predicted[i] === label]
    if (one) counts[other ? 'bothCorrect' : 'onlyFirst'] += 1
    else counts[other ? 'onlySecond' : 'bothWrong'] += 1
    if (first.predicted[i] !== second.predicted[i]) different += 1
  }
  const { onlyFirst, onlySecond } = counts
  return {
    images: first.labels.length,
    ...counts,
    different,
    p: fairCoinTest(onlyFirst, onlyFirst + onlySecond)
  }
}

/** Rows on which they disagree, those first of which the more certain one is wrong, and most certain. */
export function disagreeingRows(first: Predicted, second: Predicted, kind: DisagreementKind): number[] {
  requireSameImages(first, second)
  const isRight = ({ labels, predicted }: Predicted, row: number): boolean => predicted[row] === labels[row]
  const certainty = (row: number): number => {
    const wrong = [first, second].filter((one) => !isRight(one, row))
    return wrong.reduce(
      (most, { confidence }) => Math.max(most, required(confidence[row], 'a confidence')),
      0
    )
  }
  return Array.from(first.labels.keys())
    .filter((row) => {
      switch (kind) {
        case 'onlyFirst':
          return isRight(first, row) && !isRight(second, row)
        case 'onlySecond':
          return !isRight(first, row) && isRight(second, row)
        case 'different':
          return first.predicted[row] !== second.predicted[row]
      }
    })
    .sort((a, b) => certainty(b) - certainty(a))
}

function requireSameImages(first: Predicted, second: Predicted): void {
  const same =
    first.labels.length === second.labels.length &&
    first.labels.every((label, row) => label === second.labels[row])
  if (same) return
  throw new LabError(
    'invalid-input',
    'The two runs were evaluated on different images.',
    'Evaluate both on the same test images.'
  )
}
