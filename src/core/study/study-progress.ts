import { assertNever } from '../base/assert-never'
import { required } from '../base/required'
import type { StudyDefinition } from './study-plan'
import type { StudyLayout, StudyTrial } from './study-trials'

/**
 * How a run of a study stands. `failed`: its loss became infinite, which is a result; what failed otherwise is
 * `unfinished`, like what was stopped or interrupted.
 */
export type TrialRunState = 'running' | 'finished' | 'failed' | 'unfinished'

/** A run that belongs to a study. */
export interface TrialRun {
  readonly trial: number
  readonly round: number
  readonly state: TrialRunState
  /** On the validation images at its end, in [0, 1]. */
  readonly validation: number | undefined
  /** On the test images, in [0, 1]. */
  readonly accuracy: number | undefined
}

export interface TrialWork {
  readonly trial: StudyTrial
  readonly round: number
}

/** How far a study is: a function of its runs. */
export interface StudyProgress {
  /** For each round that has begun, the settings that are in it. */
  readonly reached: readonly (readonly number[])[]
  /** What has no run yet, or one that can go on: in the order in which it is to be trained. */
  readonly open: readonly TrialWork[]
  readonly running: readonly TrialWork[]
  readonly finished: number
  readonly failed: number
  readonly skipped: number
  /** Runs of all rounds, as far as can be known: where settings fail, later rounds have fewer. */
  readonly total: number
}

/** @param skipped trials that somebody stopped for good */
export function studyProgress(
  layout: StudyLayout,
  runs: readonly TrialRun[],
  skipped: readonly number[]
): StudyProgress {
  const { settings, trials, rounds } = layout
  const byWork = new Map(runs.map((run) => [key(run.trial, run.round), run]))
  const left = new Set(skipped)
  const reached: (readonly number[])[] = []
  const open: TrialWork[] = []
  const running: TrialWork[] = []
  const counts = { finished: 0, failed: 0, skipped: 0 }
  for (let round = 0; round < rounds.length; round++) {
    const inRound = round === 0 ? settings.map((_, i) => i) : survivors(layout, reached, byWork, left)
    reached.push(inRound)
    const members = new Set(inRound)
    for (const trial of trials) {
      if (!members.has(trial.setting)) continue
      const state = byWork.get(key(trial.trial, round))?.state
      switch (state) {
        case 'finished':
        case 'failed':
          counts[state] += 1
          break
        case 'running':
          running.push({ trial, round })
          break
        case 'unfinished':
        case undefined:
          if (left.has(trial.trial)) counts.skipped += 1
          else open.push({ trial, round })
          break
        default:
          assertNever(state)
      }
    }
    if (open.length + running.length > 0) break
  }
  return { reached, open, running, ...counts, total: totalRuns(layout, reached) }
}

/** Whether nothing is left to be trained. */
export const isDone = ({ open, running }: StudyProgress): boolean => open.length + running.length === 0

/** The settings that go on from the last round, which is over: the best by their mean validation accuracy. */
function survivors(
  { definition, trials }: StudyLayout,
  reached: readonly (readonly number[])[],
  runs: ReadonlyMap<string, TrialRun>,
  skipped: ReadonlySet<number>
): readonly number[] {
  const before = required(reached.at(-1), 'a round before this one')
  const scored = before.flatMap((setting) => {
    const scores = trials
      .filter((trial) => trial.setting === setting && !skipped.has(trial.trial))
      .map(({ trial }) => {
        const run = runs.get(key(trial, reached.length - 1))
        return run?.state === 'finished' ? run.validation : undefined
      })
    const score = meanOf(scores)
    return score === undefined ? [] : [{ setting, score }]
  })
  return scored
    .sort((a, b) => b.score - a.score || a.setting - b.setting)
    .slice(0, keptOf(definition, before.length))
    .map(({ setting }) => setting)
    .sort((a, b) => a - b)
}

/** How many settings of a round go on to the next one. */
function keptOf({ halving }: StudyDefinition, settings: number): number {
  return Math.ceil(settings / required(halving, 'the halving of a study with several rounds').keepOneIn)
}

/** undefined where a seed has no score: it failed, and so may the next one. */
function meanOf(scores: readonly (number | undefined)[]): number | undefined {
  const known = scores.flatMap((score) => score ?? [])
  if (known.length === 0 || known.length < scores.length) return undefined
  return known.reduce((sum, score) => sum + score, 0) / known.length
}

function totalRuns({ definition, rounds }: StudyLayout, reached: readonly (readonly number[])[]): number {
  let total = 0
  let members = 0
  for (let round = 0; round < rounds.length; round++) {
    members = reached[round]?.length ?? keptOf(definition, members)
    total += members * definition.seeds.length
  }
  return total
}

const key = (trial: number, round: number): string => `${trial}/${round}`
