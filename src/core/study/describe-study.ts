import { required } from '../base/required'
import { describeNamedSeeds, describeSeedDifference, describeSeeds, type NamedSeeds } from './describe-seeds'
import { compareSeeds, summariseSeeds } from './seed-statistics'
import type { TrialRun } from './study-progress'
import { rankSettings, type SettingResult, studyResults } from './study-results'
import type { StudyLayout } from './study-trials'

/** With more settings there would be more sentences than anybody reads; the table says the same. */
const mostTold = 6

/** What a study has found, in paragraphs of sentences: the best setting, whether another is better, or how far seeds are apart. */
export function describeStudy(
  layout: StudyLayout,
  runs: readonly TrialRun[]
): readonly (readonly string[])[] {
  const results = studyResults(layout, runs)
  const named = results.flatMap((result) => namedSeeds(layout, runs, result))
  const seeds = layout.definition.seeds.length
  return [
    ...bestOf(layout, runs, results, named),
    ...(seeds < 2 || named.length > mostTold ? [] : differencesOf(named))
  ]
}

interface NamedSetting extends NamedSeeds {
  readonly setting: number
}

const titleOf = ({ settings }: StudyLayout, setting: number): string =>
  required(settings[setting], 'the setting of a result').title

/** Its finished runs of the last round that any of them reached. */
function runsOf(
  { trials }: StudyLayout,
  runs: readonly TrialRun[],
  { setting, round }: Pick<SettingResult, 'setting' | 'round'>
): readonly TrialRun[] {
  const own = new Set(trials.filter((trial) => trial.setting === setting).map(({ trial }) => trial))
  return runs.filter((run) => own.has(run.trial) && run.round === round && run.state === 'finished')
}

function namedSeeds(layout: StudyLayout, runs: readonly TrialRun[], result: SettingResult): NamedSetting[] {
  const { setting, test, failed } = result
  if (test === undefined && failed === 0) return []
  const accuracies = runsOf(layout, runs, result).flatMap(({ accuracy }) => accuracy ?? [])
  return [{ setting, title: titleOf(layout, setting), accuracies, diverged: failed }]
}

/** What a search is for. */
function bestOf(
  layout: StudyLayout,
  runs: readonly TrialRun[],
  results: readonly SettingResult[],
  named: readonly NamedSetting[]
): readonly (readonly string[])[] {
  const { definition } = layout
  if (definition.search.kind === 'none' || named.length < 2) return []
  const [best, next] = rankSettings(results) ?? []
  const chosen = named.find(({ setting }) => setting === best?.setting)
  if (chosen !== undefined && best !== undefined) {
    const { round } = required(results[best.setting], 'the result of the best setting')
    const validations = (setting: number): readonly number[] =>
      runsOf(layout, runs, { setting, round }).flatMap(({ validation }) => validation ?? [])
    return [
      [
        `By the validation images, the best is ${chosen.title}.`,
        `On the test images it reaches ${describeSeeds(summariseSeeds(chosen.accuracies))}.`,
        ...(next === undefined
          ? []
          : [
              describeLead(
                titleOf(layout, next.setting),
                best.validation.mean - next.validation.mean,
                validations(best.setting),
                validations(next.setting)
              )
            ])
      ]
    ]
  }
  // Whether one of a few is better is answered below; which of many to take is not.
  if (named.length <= mostTold && definition.seeds.length > 1) return []
  return [
    [
      'Not all settings hold images back for validation, so no best setting is named. A setting that is chosen by the test images looks better than it is.'
    ]
  ]
}

/** Whether the next best one may be as good. */
function describeLead(
  next: string,
  lead: number,
  best: readonly number[],
  others: readonly number[]
): string {
  const behind = `The next, ${next}, is ${(100 * lead).toFixed(1)} points behind on the validation images`
  if (best.length < 2)
    return `${behind}: with one seed each, that may be luck. To find out, train the best ones with several seeds.`
  const found = compareSeeds(others, best)
  return found === undefined || found.difference - found.margin <= 0
    ? `${behind}, which may be luck.`
    : `${behind}, and hardly by luck.`
}

function differencesOf([first, ...others]: readonly NamedSetting[]): readonly (readonly string[])[] {
  if (first === undefined) return []
  if (others.length === 0) return [[describeNamedSeeds(first)]]
  return others.map((other) => describeSeedDifference(first, other))
}
