import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../../src/core/maths/random'
import { descendants } from '../e2e/processes'
import { judged, type Ready, type Trial, type Verdict } from './trial'
import type { Workplace } from './workplace'

export interface TrialOptions {
  readonly workplace: Workplace
  readonly seed: number
  /** How much is tried. */
  readonly count: number
  /** One case alone. */
  readonly onlyCase?: number
  /** No further case is begun. */
  readonly signal?: AbortSignal
  readonly onProgress?: (tried: number, wrong: number) => void
}

export interface WrongCase {
  /** Repeats it, with the seed. */
  readonly case: number
  readonly what: string
}

export interface TrialResult {
  readonly tried: number
  readonly wrong: readonly WrongCase[]
  /** What happened how often. */
  readonly counts: Readonly<Record<string, number>>
  readonly skippedBecause?: string
}

/** Longer than any case takes, on a busy machine too, in milliseconds. Its commands have limits of their own. */
const longestMs = 7_200_000

/** Tries cases of a trial until enough was tried. */
export async function runTrial(trial: Trial, options: TrialOptions): Promise<TrialResult> {
  const skippedBecause = trial.skippedBecause?.()
  if (skippedBecause !== undefined) return { tried: 0, wrong: [], counts: {}, skippedBecause }
  const ready = await trial.prepare(options.workplace)
  try {
    return await runCases(trial, ready, options)
  } finally {
    await ready.end?.()
  }
}

async function runCases(
  { atOnce }: Trial,
  ready: Ready,
  { seed, count, onlyCase, signal, onProgress = () => undefined }: TrialOptions
): Promise<TrialResult> {
  const counts: Record<string, number> = {}
  const wrong: WrongCase[] = []
  let tried = 0
  let next = 0
  const attempt = async (index: number): Promise<void> => {
    const verdict = await withinLimit(ready.attempt(Random.seeded(seed, index), index)).catch(
      (thrown: unknown) => judged([describe(thrown)])
    )
    tried += verdict.tried
    for (const what of verdict.wrong) wrong.push({ case: index, what })
    for (const [what, times] of Object.entries(verdict.counts ?? {})) {
      counts[what] = (counts[what] ?? 0) + times
    }
    onProgress(tried, wrong.length)
  }
  const work = async (): Promise<void> => {
    while (tried < count && signal?.aborted !== true) await attempt(next++)
  }
  if (onlyCase === undefined) await Promise.all(Array.from({ length: atOnce }, work))
  else await attempt(onlyCase)
  return { tried, wrong: wrong.sort((a, b) => a.case - b.case), counts }
}

async function withinLimit(attempt: Promise<Verdict>): Promise<Verdict> {
  const over = new AbortController()
  const late = sleep(longestMs, undefined, { signal: over.signal }).then(() => {
    const left = descendants(process.pid).map(({ command }) => command)
    return judged([`does not end; there still run: ${left.join('; ')}`])
  })
  return Promise.race([attempt, late]).finally(() => over.abort())
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
