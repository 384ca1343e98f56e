import { countWord } from '../format/format-number'
import { compareSeeds, type SeedSummary, summariseSeeds } from './seed-statistics'

/** The accuracies of some seeds, and what their settings are called. */
export interface NamedSeeds {
  readonly title: string
  /** In [0, 1]. */
  readonly accuracies: readonly number[]
  /** Seeds with which the loss became infinite, and which therefore have no accuracy. */
  readonly diverged?: number
}

const points = (share: number): string => (100 * share).toFixed(1)
const signed = (share: number): string => points(share).replace('-', '−')

/** `53.8 % ± 1.9`: the mean and half the width of its 95 % confidence interval, where there is one. */
export function sayMean({ mean, margin }: Pick<SeedSummary, 'mean' | 'margin'>): string {
  return `${points(mean)} %${margin === undefined ? '' : ` ± ${points(margin)}`}`
}

/** `53.8 % on average over five seeds (95 % confidence interval: 51.9 to 55.7 %; spread: 1.5 points)` */
export function describeSeeds({ count, mean, margin, deviation }: SeedSummary): string {
  if (margin === undefined || deviation === undefined) return `${points(mean)} % with a single seed`
  const [low, high] = [Math.max(0, mean - margin), Math.min(1, mean + margin)]
  return `${points(mean)} % on average over ${countWord(count)} seeds (95 % confidence interval: ${points(low)} to ${points(high)} %; spread: ${points(deviation)} points)`
}

/** `With batch size 4: 54.0 % on average over …`, or that it diverged. */
export function describeNamedSeeds({ title, accuracies, diverged = 0 }: NamedSeeds): string {
  if (diverged === 0) return `With ${title}: ${describeSeeds(summariseSeeds(accuracies))}.`
  if (accuracies.length === 0)
    return `With ${title}: the loss became infinite${diverged === 1 ? '' : ` with all ${countWord(diverged)} seeds`}.`
  const all = countWord(diverged + accuracies.length)
  return `With ${title}: the loss became infinite with ${countWord(diverged)} of ${all} seeds; the ${accuracies.length === 1 ? 'other one reached' : 'others reached'} ${describeSeeds(summariseSeeds(accuracies)).replace(' with a single seed', '')}.`
}

/** Whether one of two settings is better, or whether it may be luck, sentence by sentence. */
export function describeSeedDifference(first: NamedSeeds, second: NamedSeeds): readonly string[] {
  const means = [first, second].map(describeNamedSeeds)
  if ([first, second].some(({ diverged = 0 }) => diverged > 0))
    return [
      ...means,
      'A training that diverges has no accuracy to count, so these means are not compared. Try a lower learning rate, or gradient clipping.'
    ]
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
