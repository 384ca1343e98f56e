import type { StudyLayout } from './study-trials'
import type { TrialRun } from './study-progress'
import { type SeedSummary, summariseSeeds } from './seed-statistics'

/** What a setting of a study has come to, over its seeds. */
export interface SettingResult {
  /** Of the layout's settings. */
  readonly setting: number
  /** The last round in which any of its runs has finished. */
  readonly round: number
  /** Of the finished runs of that round, on the test images; undefined as long as there is none. */
  readonly test: SeedSummary | undefined
  /** The same on validation images, where some are held back. */
  readonly validation: SeedSummary | undefined
  /** Finished runs in that round. */
  readonly finished: number
  /** Runs whose loss became infinite. */
  readonly failed: number
}

/**
 * Where a setting stands, the higher the better: one that got further is ahead, and then the accuracy on the validation
 * images counts, or on the test images where none were held back.
 */
export function standing({ round, validation, test }: SettingResult): number {
  const measured = validation ?? test
  return measured === undefined ? -1 : round + measured.mean
}

/** A setting, and how it did on the validation images. */
export interface RankedSetting {
  readonly setting: number
  readonly validation: SeedSummary
}

/** One for each setting, in their order. */
export function studyResults(
  { settings, trials }: StudyLayout,
  runs: readonly TrialRun[]
): readonly SettingResult[] {
  return settings.map((_, setting) => {
    const own = new Set(trials.filter((trial) => trial.setting === setting).map(({ trial }) => trial))
    const all = runs.filter(({ trial }) => own.has(trial))
    const finished = all.filter(({ state }) => state === 'finished')
    const round = finished.reduce((last, run) => Math.max(last, run.round), 0)
    const last = finished.filter((run) => run.round === round)
    return {
      setting,
      round,
      test: summaryOf(last.flatMap(({ accuracy }) => accuracy ?? [])),
      validation: summaryOf(last.flatMap(({ validation }) => validation ?? [])),
      finished: last.length,
      failed: all.filter(({ state }) => state === 'failed').length
    }
  })
}

const summaryOf = (values: readonly number[]): SeedSummary | undefined =>
  values.length === 0 ? undefined : summariseSeeds(values)

/** Of several settings, the one that the validation images choose; see `rankSettings`. */
export function bestSetting(results: readonly SettingResult[]): number | undefined {
  return results.length < 2 ? undefined : rankSettings(results)?.[0]?.setting
}

/**
 * The settings that have got furthest, by their mean accuracy on the validation images, the best first; without those that
 * diverge with one of their seeds. undefined where not all of them hold images back: choosing by test images would make
 * their accuracy look better than it is.
 */
export function rankSettings(results: readonly SettingResult[]): readonly RankedSetting[] | undefined {
  const last = results.reduce((most, { round }) => Math.max(most, round), 0)
  const furthest = results.filter(({ round, finished }) => round === last && finished > 0)
  if (furthest.some(({ validation }) => validation === undefined)) return undefined
  return furthest
    .flatMap(({ setting, validation, failed }) =>
      validation === undefined || failed > 0 ? [] : [{ setting, validation }]
    )
    .sort((a, b) => b.validation.mean - a.validation.mean)
}
