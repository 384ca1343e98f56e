import type { TrialRun } from '../../../core/study/study-progress'
import { countWord } from '../../../core/format/format-number'
import { type SettingResult, standing } from '../../../core/study/study-results'
import type { StudyLayout } from '../../../core/study/study-trials'
import type { SeedRow } from '../../charts/study/seed-rows'

/** The settings with a result, each with what its seeds reached on the test images. */
export function seedRows(
  { settings, trials, rounds }: StudyLayout,
  runs: readonly TrialRun[],
  results: readonly SettingResult[],
  best: number | undefined
): readonly { readonly setting: number; readonly row: SeedRow }[] {
  const settingOf = new Map(trials.map(({ trial, setting }) => [trial, setting]))
  return results.flatMap((result) => {
    const { setting, round, test } = result
    if (test === undefined) return []
    const values = runs.flatMap((run) =>
      settingOf.get(run.trial) === setting && run.round === round && run.state === 'finished'
        ? (run.accuracy ?? [])
        : []
    )
    const name = settings[setting]?.title ?? `setting ${setting + 1}`
    // Settings that were left out have trained for less than the others.
    const epochs = round < rounds.length - 1 ? rounds[round] : undefined
    const title =
      epochs === undefined
        ? name
        : `${name} (after ${countWord(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'})`
    return [
      {
        setting,
        row: {
          title,
          values,
          mean: test.mean,
          margin: test.margin,
          best: setting === best,
          standing: standing(result)
        }
      }
    ]
  })
}
