import { studentQuantile, studentTails } from '../maths/student-t'

/** Of intervals: in so many of 100 studies they contain the true value. */
const confidence = 0.95

/** What several runs with the same settings and different seeds came to. */
export interface SeedSummary {
  readonly count: number
  readonly mean: number
  /** Sample standard deviation, over the seeds; undefined for a single one. */
  readonly deviation: number | undefined
  /** Half the width of the 95 % confidence interval of the mean, by Student's t distribution; undefined for a single one. */
  readonly margin: number | undefined
}

/** @param values one for each seed, at least one */
export function summariseSeeds(values: readonly number[]): SeedSummary {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count < 2) return { count, mean, deviation: undefined, margin: undefined }
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  return {
    count,
    mean,
    deviation,
    margin: (studentQuantile(confidence, count - 1) * deviation) / Math.sqrt(count)
  }
}

/** By how much the means of two groups of seeds differ. */
export interface SeedDifference {
  /** Second minus first. */
  readonly difference: number
  /** Half the width of its 95 % confidence interval. */
  readonly margin: number
  /** Welch's t-test: the probability of a difference at least this large if the settings were equally good. */
  readonly p: number
}

/**
 * Welch's t-test (Welch 1947), which does not take both groups to be spread alike.
 * @returns undefined where a group has fewer than two values, or none of them differ
 */
export function compareSeeds(
  first: readonly number[],
  second: readonly number[]
): SeedDifference | undefined {
  const [one, other] = [summariseSeeds(first), summariseSeeds(second)]
  if (one.deviation === undefined || other.deviation === undefined) return undefined
  const [a, b] = [one.deviation ** 2 / one.count, other.deviation ** 2 / other.count]
  if (a + b === 0) return undefined
  const share = a / (a + b)
  const freedom = 1 / (share ** 2 / (one.count - 1) + (1 - share) ** 2 / (other.count - 1))
  const difference = other.mean - one.mean
  const error = Math.sqrt(a + b)
  return {
    difference,
    margin: studentQuantile(confidence, freedom) * error,
    p: studentTails(difference / error, freedom)
  }
}
