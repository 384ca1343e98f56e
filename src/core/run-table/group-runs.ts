import { isStudied } from '../study/study-plan'
import { type SeedSummary, summariseSeeds } from '../study/seed-statistics'
import { fieldNames, fields } from '../settings/settings'
import { sayValue } from '../settings/setting-form'
import { runColumn } from './run-columns'
import type { TableRun } from './table-run'

/** What runs can be put together by; `seeds`: all settings but the seed. */
export const groupings = [
  'seeds',
  'study',
  'group',
  'tag',
  'dataset',
  'network',
  'recipe',
  'optimizer',
  'batchSize',
  'status'
] as const
export type Grouping = (typeof groupings)[number]

export const groupingTitle = (grouping: Grouping): string =>
  grouping === 'seeds' ? 'Settings but the seed' : runColumn(grouping).label

/** Runs that have something in common. */
export interface RunGroup<R extends TableRun> {
  /** Different from all others. */
  readonly key: string
  readonly title: string
  readonly runs: readonly R[]
  /** Of those that were evaluated, on the test images; undefined where none was. */
  readonly accuracy: SeedSummary | undefined
}

/** Groups in the order of the first run of each; the runs keep theirs. */
export function groupRuns<R extends TableRun>(
  runs: readonly R[],
  grouping: Grouping
): readonly RunGroup<R>[] {
  const found = new Map<string, R[]>()
  const keyOf = grouping === 'seeds' ? settingsKey : (run: TableRun) => runColumn(grouping).text(run) ?? ''
  for (const run of runs) {
    const key = keyOf(run)
    const members = found.get(key)
    if (members === undefined) found.set(key, [run])
    else members.push(run)
  }
  const groups = [...found].map(([key, members]) => ({ key, members }))
  const titles =
    grouping === 'seeds'
      ? groupTitles(groups.map(({ members }) => members[0]))
      : groups.map(({ key }) => valueTitle(grouping, key))
  return groups.map(({ key, members }, i) => ({
    key,
    title: titles[i] ?? key,
    runs: members,
    accuracy: accuracyOf(grouping === 'seeds' ? onePerSeed(members) : members)
  }))
}

function valueTitle(grouping: Exclude<Grouping, 'seeds'>, value: string): string {
  const { label, kind } = runColumn(grouping)
  if (value === '') return `No ${label.toLowerCase()}`
  return kind === 'text' ? value : `${label} ${value}`
}

/** Of runs with the same settings: the same seed again says nothing more about luck. */
function onePerSeed(runs: readonly TableRun[]): readonly TableRun[] {
  const seeds = new Set<unknown>()
  return runs.filter(({ accuracy, details }) => {
    const seed = details?.values.seed
    if (accuracy === undefined || (seed !== undefined && seeds.has(seed))) return false
    seeds.add(seed)
    return true
  })
}

function accuracyOf(runs: readonly TableRun[]): SeedSummary | undefined {
  const shares = runs.flatMap(({ accuracy }) => accuracy ?? [])
  return shares.length === 0 ? undefined : summariseSeeds(shares)
}

/** Equal for runs that train the same, but for their seeds. What cannot be read is a group of its own. */
function settingsKey({ details, number }: TableRun): string {
  if (details === undefined) return `#${number}`
  const values = fieldNames.filter(isStudied).map((name) => details.values[name] ?? null)
  return JSON.stringify([details.network.key, ...values])
}

/** What each group differs in from the others: `batch size 4, learning rate 0.01`, in as few settings as tell them apart. */
function groupTitles(runs: readonly (TableRun | undefined)[]): readonly string[] {
  const all = runs.map((run) => new Map(factsOf(run)))
  const told: string[] = []
  const titleOf = (facts: ReadonlyMap<string, string>, names: readonly string[]): string =>
    names.flatMap((name) => facts.get(name) ?? []).join(', ')
  const distinct = (names: readonly string[]): number =>
    new Set(all.map((facts) => titleOf(facts, names))).size
  const names = [...new Set(all.flatMap((facts) => [...facts.keys()]))]
  for (let now = distinct(told); now < all.length; now = distinct(told)) {
    const [best] = names
      .map((name) => ({ name, count: distinct([...told, name]) }))
      .sort((a, b) => b.count - a.count)
    if (best === undefined || best.count <= now) break
    told.push(best.name)
  }
  return all.map((facts, i) => {
    if (facts.size === 0) return `#${runs[i]?.number ?? ''}`
    const title = titleOf(facts, told)
    return title === '' ? (facts.get('recipe') ?? 'The same settings') : title
  })
}

/** By what they are called, what can be said of the settings of a run. */
function factsOf(run: TableRun | undefined): readonly (readonly [string, string])[] {
  const details = run?.details
  if (details === undefined) return []
  const { preset, key } = details.network
  return [
    ...(details.recipe === undefined ? [] : [['recipe', details.recipe] as const]),
    ['network', preset ?? `network ${key.slice(0, 4)}`],
    ...fieldNames.filter(isStudied).flatMap((name) => {
      const value = details.values[name]
      const { noun, form } = fields[name]
      return value === undefined ? [] : [[name, `${noun} ${sayValue(form, value)}`] as const]
    })
  ]
}
