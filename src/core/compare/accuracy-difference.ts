import { formatCount, formatPercent } from '../format/format-number'
import { correctCount, type Evaluation, imageCount } from '../run/evaluation'

/** Of the normal distribution: 95 % lie within so many deviations. */
const z95 = 1.959964

export interface Difference {
  /** Of the shares, the second's less the first's, in [-1, 1]. */
  readonly difference: number
  /** 95 % interval. */
  readonly low: number
  readonly high: number
}

interface Share {
  readonly correct: number
  readonly images: number
}

/**
 * How much two shares differ that were counted on different images, with the 95 % interval from the score intervals of the
 * two (Newcombe 1998, Statistics in Medicine 17, method 10), which also holds for few images.
 */
export function accuracyDifference(first: Share, second: Share): Difference {
  const one = score(first)
  const other = score(second)
  const difference = other.share - one.share
  return {
    difference,
    low: difference - Math.hypot(other.share - other.low, one.high - one.share),
    high: difference + Math.hypot(other.high - other.share, one.share - one.low)
  }
}

/** Wilson's score interval. */
function score({ correct, images }: Share): {
  readonly share: number
  readonly low: number
  readonly high: number
} {
  const share = correct / images
  const square = z95 * z95
  const middle = (share + square / (2 * images)) / (1 + square / images)
  const half =
    (z95 * Math.sqrt((share * (1 - share)) / images + square / (4 * images * images))) / (1 + square / images)
  return { share, low: middle - half, high: middle + half }
}

/**
 * What a network gets right on another data set's test images, beside its own, in sentences: `71.2 % of the 200 test images
 * of Class B, 4.1 percentage points less than on Flowers. 95 % interval: from 8.0 less to 0.2 less, so this is more than
 * chance would give.`
 */
export function describeOtherData(
  own: { readonly name: string; readonly result: Evaluation },
  other: { readonly name: string; readonly result: Evaluation }
): string {
  const [first, second] = [countsOf(own.result), countsOf(other.result)]
  const { difference, low, high } = accuracyDifference(first, second)
  const size = Math.abs(100 * difference).toFixed(1)
  const beyondChance = low > 0 || high < 0
  return `${formatPercent(second.correct / second.images)} of the ${formatCount(second.images)} test images of ${other.name}, ${size} percentage points ${word(difference)} than on ${own.name}. 95 % interval: from ${points(low)} to ${points(high)}, so this ${beyondChance ? 'is more than chance would give' : 'may be chance'}.`
}

function countsOf(result: Evaluation): Share {
  return { correct: correctCount(result), images: imageCount(result) }
}

const word = (difference: number): string => (difference < 0 ? 'less' : 'more')

/** `4.1 less` */
const points = (difference: number): string => `${Math.abs(100 * difference).toFixed(1)} ${word(difference)}`
