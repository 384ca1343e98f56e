import { countWord } from '../format/format-number'
import { compareSeeds, type SeedSummary, summariseSeeds } from './seed-statistics'

/** The accuracies of some seeds, and what their settings are called. */
export interface NamedSeeds {
  readonly title: string
  /** In [0, 1]. */
  readonly accuracies: readonly number[]
}

const points = (share: number): string => (100 * share).toFixed(1)
const signed = (share: number): string => points(share).replace('-', '−')

/** `53.8 % on average over five seeds (± 1.9)` */
export function describeSeeds({ count, mean, margin }: SeedSummary): string {
  if (margin === undefined) return `${points(mean)} % with a single seed`
  return `${points(mean)} % on average over ${countWord(count)} seeds (± ${points(margin)})`
}

/** Whether one of two settings is better, or whether it may be luck, sentence by sentence. */
export function describeSeedDifference(first: NamedSeeds, second: NamedSeeds): readonly string[] {
  const means = [first, second].map(
    ({ title, accuracies }) => `With ${title}: ${describeSeeds(summariseSeeds(accuracies))}.`
  )
  const found = compareSeeds(first.accuracies, second.accuracies)
  if (found === undefined) {
    return [
      ...means,
      'To tell a difference from luck, train at least two seeds of each: then their spread is known.'
    ]
  }
  const { difference, margin } = found
  const [low, high] = [difference - margin, difference + margin]
  const interval = `The second is ${difference < 0 ? `${points(-difference)} points lower` : `${points(difference)} points higher`}; the 95 % confidence interval of the difference reaches from ${signed(low)} to ${signed(high)} points.`
  if (low <= 0 && high >= 0) {
    return [...means, interval, 'It contains 0, so the difference may be luck. More seeds make it narrower.']
  }
  const better = difference > 0 ? second.title : first.title
  return [...means, interval, `It does not contain 0: ${better} is better, and hardly by luck.`]
}
