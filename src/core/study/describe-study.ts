import { required } from '../base/required'
import { describeSeedDifference, describeSeeds, type NamedSeeds } from './describe-seeds'
import { summariseSeeds } from './seed-statistics'
import type { TrialRun } from './study-progress'
import { bestSetting, type SettingResult, studyResults } from './study-results'
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
    ...bestOf(layout, results, named),
    ...(seeds < 2 || named.length > mostTold ? [] : differencesOf(named))
  ]
}

interface NamedSetting extends NamedSeeds {
  readonly setting: number
}

function namedSeeds(
  { settings, trials }: StudyLayout,
  runs: readonly TrialRun[],
  { setting, round, test }: SettingResult
): NamedSetting[] {
  if (test === undefined) return []
  const own = new Set(trials.filter((trial) => trial.setting === setting).map(({ trial }) => trial))
  const accuracies = runs.flatMap((run) =>
    own.has(run.trial) && run.round === round && run.state === 'finished' ? (run.accuracy ?? []) : []
  )
  return [{ setting, title: required(settings[setting], 'the setting of a result').title, accuracies }]
}

/** What a search is for. */
function bestOf(
  { definition }: StudyLayout,
  results: readonly SettingResult[],
  named: readonly NamedSetting[]
): readonly (readonly string[])[] {
  if (definition.search.kind === 'none' || named.length < 2) return []
  const best = bestSetting(results)
  const chosen = named.find(({ setting }) => setting === best)
  if (chosen !== undefined) {
    return [
      [
        `By the validation images, the best is ${chosen.title}.`,
        `On the test images it reaches ${describeSeeds(summariseSeeds(chosen.accuracies))}.`
      ]
    ]
  }
  // Whether one of a few is better is answered below; which of many to take is not.
  if (named.length <= mostTold && definition.seeds.length > 1) return []
  return [
    [
      'No images were held back for validation, so nothing says which setting to choose: chosen by the test images, its accuracy would look better than it is.'
    ]
  ]
}

function differencesOf([first, ...others]: readonly NamedSetting[]): readonly (readonly string[])[] {
  if (first === undefined) return []
  if (others.length === 0)
    return [[`With ${first.title}: ${describeSeeds(summariseSeeds(first.accuracies))}.`]]
  return others.map((other) => describeSeedDifference(first, other))
}
