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

/**
 * The setting that the validation images choose: the highest mean accuracy of those that got furthest. undefined where
 * none are held back; choosing by test images would make their accuracy look better than it is.
 */
export function bestSetting(results: readonly SettingResult[]): number | undefined {
  const last = results.reduce((most, { round }) => Math.max(most, round), 0)
  let best: { readonly setting: number; readonly mean: number } | undefined
  for (const { setting, round, validation } of results) {
    if (validation === undefined || round < last) continue
    if (best === undefined || validation.mean > best.mean) best = { setting, mean: validation.mean }
  }
  return best?.setting
}
