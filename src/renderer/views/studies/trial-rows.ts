import { trialState } from '../../../core/study/trial-state'
import type { StudyLayout } from '../../../core/study/study-trials'
import type { Study, StudyRun } from '../../../lab/contract/study'

/** A trial of a study, and how far it has come. */
export interface TrialRow {
  readonly trial: number
  readonly title: string
  readonly seed: number
  /** Its run of the last round that it has reached; undefined while it has none. */
  readonly run: StudyRun | undefined
  /** Somebody stopped it for good. */
  readonly leftOut: boolean
  /** Whether there is something left of it to be stopped. */
  readonly canStop: boolean
}

/** One row for each trial, in the order in which they train. */
export function trialRows({ settings, trials }: StudyLayout, { runs, skipped }: Study): readonly TrialRow[] {
  const latest = new Map<number, StudyRun>()
  for (const run of runs) {
    const other = latest.get(run.trial)
    if (other === undefined || other.round < run.round) latest.set(run.trial, run)
  }
  const left = new Set(skipped)
  return trials.map(({ trial, setting, seed }) => {
    const run = latest.get(trial)
    const state = run === undefined ? 'unfinished' : trialState(run.status)
    const isOpen = state === 'unfinished' || state === 'running'
    const leftOut = left.has(trial) && isOpen
    return {
      trial,
      title: settings[setting]?.title ?? `setting ${setting + 1}`,
      seed,
      run,
      leftOut,
      canStop: isOpen && !leftOut
    }
  })
}

export const trialColumns = ['title', 'seed', 'round', 'validation', 'accuracy', 'steps'] as const
export type TrialColumn = (typeof trialColumns)[number]

/** By a column; what has no value there comes last, either way. */
export function sortTrials(
  rows: readonly TrialRow[],
  column: TrialColumn,
  descending: boolean
): readonly TrialRow[] {
  const valueOf = ({ title, seed, run }: TrialRow): string | number | undefined =>
    ({
      title,
      seed,
      round: run?.round,
      validation: run?.validation,
      accuracy: run?.accuracy,
      steps: run?.step
    })[column]
  return [...rows].sort((a, b) => compareValues(valueOf(a), valueOf(b), descending))
}

type Value = string | number | undefined

export function compareValues(a: Value, b: Value, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', { numeric: true })
  return descending ? -order : order
}
