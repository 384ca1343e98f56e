import { formatCount } from '../format/format-number'
import type { Disagreement } from '../run/compare-predictions'

/** Below this a difference is more than chance, by the usual agreement. */
const significant = 0.05
/** Smaller odds are not told. */
const rare = 1e-6

/**
 * McNemar's test in words, sentence by sentence.
 * @param first, second what the runs are called: `#3`
 */
export function describeDisagreement(
  { images, onlyFirst, onlySecond, different, p }: Disagreement,
  first: string,
  second: string
): readonly string[] {
  const counts = `${first} and ${second} predict different classes for ${formatCount(different)} of ${formatCount(images)} images.`
  if (onlyFirst + onlySecond === 0)
    return [counts, 'There is no image that one of them gets right and the other wrong.']
  const split = `${first} alone is right on ${formatCount(onlyFirst)}, ${second} alone on ${formatCount(onlySecond)}.`
  if (p >= significant) {
    return [
      counts,
      split,
      `That is no more than chance would give: if both were equally good, these two counts would be at least as far apart in ${odds(p)} comparisons.`
    ]
  }
  const better = onlyFirst > onlySecond ? first : second
  return [
    counts,
    split,
    `That is more than chance would give: if both were equally good, these two counts would be at least as far apart in ${p < rare ? '' : 'only '}${odds(p)} comparisons. On images of this kind, ${better} is the better network.`,
    'This compares two networks, not their settings: with other seeds it may come out otherwise.'
  ]
}

/** `37 of 100`, `1 of 4,000`. */
function odds(p: number): string {
  if (p >= 0.01) return `${Math.min(100, Math.round(100 * p))} of 100`
  if (p < rare) return 'fewer than 1 of 1,000,000'
  const digits = 10 ** Math.floor(Math.log10(1 / p))
  return `1 of ${formatCount(Math.round(1 / p / digits) * digits)}`
}
