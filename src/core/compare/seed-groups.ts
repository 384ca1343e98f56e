import { required } from '../base/required'
import { accuracy } from '../run/evaluation'
import { computeTheSame } from '../settings/compute-the-same'
import type { RunConfig } from '../settings/run-config'
import { settingsTitles } from '../settings/settings-titles'
import { type SeedSummary, summariseSeeds } from '../study/seed-statistics'
import type { ComparedRun } from './comparison'

/** Runs with the same settings, apart from their seeds. */
export interface SeedGroup {
  /** What its settings differ in from those of the other groups: `batch size 4`. */
  readonly title: string
  /** One for each seed. */
  readonly members: readonly { readonly number: number; readonly seed: number; readonly accuracy: number }[]
  /** Numbers of runs with a seed that another run of the group has: they say nothing more about luck. */
  readonly repeats: readonly number[]
  readonly summary: SeedSummary
}

interface Evaluated {
  readonly number: number
  readonly config: RunConfig
  readonly dataset: string | undefined
  readonly accuracy: number
}

/** Evaluated runs by their settings, in the order of the first of each group. */
export function seedGroups(runs: readonly ComparedRun[]): readonly SeedGroup[] {
  const groups: Evaluated[][] = []
  for (const { number, state } of runs) {
    const { config, evaluation, dataset } = state
    if (config === undefined || evaluation === undefined) continue
    const run = { number, config, dataset: dataset?.hash, accuracy: accuracy(evaluation.result) }
    const own = groups.find(([first]) => first !== undefined && isAlike(first, run))
    if (own === undefined) groups.push([run])
    else own.push(run)
  }
  const titles = settingsTitles(groups.map(([first]) => required(first, 'a run of each group').config))
  return groups.map((all, i) => {
    const members = all.filter(
      ({ config }, at) => all.findIndex((other) => other.config.seed === config.seed) === at
    )
    return {
      title: required(titles[i], 'a title of each group'),
      members: members.map(({ number, config, accuracy: share }) => ({
        number,
        seed: config.seed,
        accuracy: share
      })),
      repeats: all.filter((run) => !members.includes(run)).map(({ number }) => number),
      summary: summariseSeeds(members.map((member) => member.accuracy))
    }
  })
}

function isAlike(one: Evaluated, other: Evaluated): boolean {
  return (
    one.dataset === other.dataset && computeTheSame(one.config, { ...other.config, seed: one.config.seed })
  )
}
