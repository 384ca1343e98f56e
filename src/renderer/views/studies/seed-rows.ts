import type { TrialRun } from '../../../core/study/study-progress'
import type { SettingResult } from '../../../core/study/study-results'
import type { StudyLayout } from '../../../core/study/study-trials'
import type { SeedRow } from '../../charts/study/seed-rows'

/** The settings with a result, each with what its seeds reached on the test images. */
export function seedRows(
  { settings, trials }: StudyLayout,
  runs: readonly TrialRun[],
  results: readonly SettingResult[],
  best: number | undefined
): readonly { readonly setting: number; readonly row: SeedRow }[] {
  const settingOf = new Map(trials.map(({ trial, setting }) => [trial, setting]))
  return results.flatMap(({ setting, round, test }) => {
    if (test === undefined) return []
    const values = runs.flatMap((run) =>
      settingOf.get(run.trial) === setting && run.round === round && run.state === 'finished'
        ? (run.accuracy ?? [])
        : []
    )
    const title = settings[setting]?.title ?? `setting ${setting + 1}`
    return [
      {
        setting,
        row: { title, values, mean: test.mean, margin: test.margin, best: setting === best }
      }
    ]
  })
}
