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
      ? settingsTitles(groups.map(({ members }) => members[0]))
      : groups.map(({ key }) => valueTitle(grouping, key))
  return groups.map(({ key, members }, i) => ({
    key,
    title: titles[i] ?? key,
    runs: members,
    accuracy: accuracyOf(members)
  }))
}

function valueTitle(grouping: Exclude<Grouping, 'seeds'>, value: string): string {
  const { label, kind } = runColumn(grouping)
  if (value === '') return `no ${label.toLowerCase()}`
  return kind === 'text' ? value : `${label.toLowerCase()} ${value}`
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

/** More settings would not be read. */
const mostTold = 3

/** What each group differs in from the others: `batch size 4, learning rate 0.01`. */
function settingsTitles(runs: readonly (TableRun | undefined)[]): readonly string[] {
  const said = (run: TableRun | undefined): readonly (readonly [string, string])[] => {
    const details = run?.details
    if (details === undefined) return []
    const settings = fieldNames.filter(isStudied).flatMap((name) => {
      const value = details.values[name]
      return value === undefined ? [] : [[fields[name].noun, sayValue(fields[name].form, value)] as const]
    })
    const network = details.network.preset ?? `network ${details.network.key.slice(0, 4)}`
    return [['network', network], ...settings]
  }
  const all = runs.map((run) => new Map(said(run)))
  const names = [...new Set(all.flatMap((one) => [...one.keys()]))]
  const readable = all.filter(({ size }) => size > 0)
  const differing = names.filter((name) => new Set(readable.map((one) => one.get(name))).size > 1)
  return all.map((one, i) => {
    if (one.size === 0) return `#${runs[i]?.number ?? ''}`
    const told = differing.flatMap((name) => {
      const value = one.get(name)
      return value === undefined ? [] : [name === 'network' ? value : `${name} ${value}`]
    })
    if (told.length === 0) return 'the same settings'
    const more = told.length - mostTold
    return [...told.slice(0, mostTold), ...(more > 0 ? [`${more} more`] : [])].join(', ')
  })
}
