import type { Random } from '../../src/core/maths/random'
import type { Workplace } from './workplace'

/** What became of one case. */
export interface Verdict {
  /** How often something was tried in it. */
  readonly tried: number
  /** What happened, to be counted: `detected`, `killed while it saved`. */
  readonly counts?: Readonly<Record<string, number>>
  /** What should not have happened, for people. */
  readonly wrong: readonly string[]
}

/** What has to be there for the cases of a trial. */
export interface Ready {
  /** Tries the case of that number; the same random numbers, the same case. */
  attempt(random: Random, index: number): Promise<Verdict>
  end?(): Promise<void>
}

/** One way of maltreating Tenfold, and how it is judged. */
export interface Trial {
  readonly name: string
  /** What is tried and what counts as right, in a few words. */
  readonly aim: string
  /** How much is tried, at full length and in the form that is part of the tests. */
  readonly full: number
  readonly quick: number
  /** Cases at once. */
  readonly atOnce: number
  /** Why it cannot be had on this machine. */
  readonly skippedBecause?: () => string | undefined
  prepare(workplace: Workplace): Promise<Ready>
}

/** A verdict on one try. */
export function judged(wrong: readonly string[], ...happened: readonly string[]): Verdict {
  return { tried: 1, wrong, counts: Object.fromEntries(happened.map((what) => [what, 1])) }
}
