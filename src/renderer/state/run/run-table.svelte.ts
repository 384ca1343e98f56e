import { LabError } from '../../../core/base/lab-error'
import { differingColumns } from '../../../core/run-table/differing-columns'
import { type Grouping, groupRuns, type RunGroup } from '../../../core/run-table/group-runs'
import { parseRunFilter } from '../../../core/run-table/parse-run-filter'
import {
  type ColumnId,
  columnIds,
  defaultColumns,
  fixedColumns,
  runColumn
} from '../../../core/run-table/run-columns'
import { matchesFilter, type RunFilter } from '../../../core/run-table/run-filter'
import { type RunOrder, sortRuns } from '../../../core/run-table/sort-runs'
import type { ListedRun } from '../../../lab/contract/listed-run'
import type { SettingsState } from '../settings/settings.svelte'
import { changedSelection } from './changed-selection'
import type { Runs } from './runs.svelte'

/** A line of the table. */
export type TableRow =
  | {
      readonly kind: 'group'
      readonly key: string
      readonly group: RunGroup<ListedRun>
      readonly folded: boolean
    }
  | { readonly kind: 'run'; readonly key: string; readonly run: ListedRun }

/** Which runs the table shows, in which order and with which columns, and which of them are selected. */
export class RunTableState {
  readonly #runs: Runs
  readonly #settings: SettingsState
  /** What was typed to find runs. */
  search = $state('')
  /** undefined: the newest first, with the lines from runs to their forks */
  #order = $state.raw<RunOrder | undefined>(undefined)
  /** Keys of the groups whose runs are folded away. */
  #folded = $state.raw<readonly string[]>([])
  #selected = $state.raw<ReadonlySet<string>>()
  /** Whether somebody took the column of tags out. */
  #leftTags = false
  /** From which on a range is selected. */
  #anchor: string | undefined
  /** Puts the focus into the search field; set by the component that has it. */
  focusSearch: (() => void) | undefined

  readonly #filter = $derived.by((): { readonly filter: RunFilter } | { readonly error: LabError } => {
    try {
      return { filter: parseRunFilter(this.search) }
    } catch (thrown) {
      return { error: LabError.from(thrown) }
    }
  })
  readonly #shown = $derived.by((): readonly ListedRun[] => {
    const { all = [] } = this.#runs
    const found = this.#filter
    // What cannot be read filters nothing.
    const filtered = 'error' in found ? all : all.filter((run) => matchesFilter(found.filter, run))
    return this.#order === undefined ? filtered : sortRuns(filtered, this.#order)
  })
  readonly #groups = $derived.by((): readonly RunGroup<ListedRun>[] | undefined => {
    const { groupRunsBy } = this.#settings.value
    return groupRunsBy === 'none' ? undefined : groupRuns(this.#shown, groupRunsBy)
  })
  readonly #rows = $derived.by((): readonly TableRow[] => {
    const rowOf = (run: ListedRun): TableRow => ({ kind: 'run', key: run.runId, run })
    if (this.#groups === undefined) return this.#shown.map(rowOf)
    return this.#groups.flatMap((group): TableRow[] => {
      const folded = this.#folded.includes(group.key)
      const head: TableRow = { kind: 'group', key: `group ${group.key}`, group, folded }
      return folded ? [head] : [head, ...group.runs.map(rowOf)]
    })
  })
  readonly #columns = $derived.by((): readonly ColumnId[] => {
    const { runColumns, onlyDiffering } = this.#settings.value
    const differing = onlyDiffering ? differingColumns(this.#shown) : undefined
    return columnIds.filter((id) => {
      if (fixedColumns.includes(id)) return false
      if (differing?.includes(id) === true) return true
      const left = differing !== undefined && (runColumn(id).setting === true || id === 'network')
      return !left && runColumns.includes(id)
    })
  })
  readonly #selectedRuns = $derived.by(() =>
    (this.#runs.all ?? []).filter(({ runId }) => this.#selected?.has(runId) === true)
  )

  constructor(runs: Runs, settings: SettingsState) {
    this.#runs = runs
    this.#settings = settings
  }

  /** Why what was typed finds nothing in particular. */
  get problem(): LabError | undefined {
    return 'error' in this.#filter ? this.#filter.error : undefined
  }

  get shown(): readonly ListedRun[] {
    return this.#shown
  }

  /** The runs that are shown, and the heads of their groups, from top to bottom. */
  get rows(): readonly TableRow[] {
    return this.#rows
  }

  get grouping(): Grouping | 'none' {
    return this.#settings.value.groupRunsBy
  }

  groupBy(grouping: Grouping | 'none'): void {
    this.#folded = []
    this.#settings.update({ groupRunsBy: grouping })
  }

  /** Folds the runs of a group away, or shows them again. */
  fold({ key }: RunGroup<ListedRun>): void {
    this.#folded = this.#folded.includes(key)
      ? this.#folded.filter((one) => one !== key)
      : [...this.#folded, key]
  }

  /** Selects all runs of a group, or none of them. */
  selectGroup({ runs }: RunGroup<ListedRun>, on: boolean): void {
    this.#change(
      runs.map(({ runId }) => runId),
      on
    )
  }

  /** Beside those that the table always has, in its order. */
  get columns(): readonly ColumnId[] {
    return this.#columns
  }

  get order(): RunOrder | undefined {
    return this.#order
  }

  /** By this column; once more, the other way round, and then as it was at the beginning. */
  sortBy(column: ColumnId): void {
    const { kind } = runColumn(column)
    // The largest number first, and words from A to Z.
    const first = kind !== 'text'
    if (this.#order?.column !== column) this.#order = { column, descending: first }
    else this.#order = this.#order.descending === first ? { column, descending: !first } : undefined
  }

  chooseColumn(column: ColumnId, shown: boolean): void {
    if (column === 'tag') this.#leftTags = !shown
    const others = this.#settings.value.runColumns.filter((id) => id !== column)
    this.#settings.update({ runColumns: shown ? [...others, column] : others })
  }

  /**
   * Shows the column of tags when some were just given, unless somebody took it out: without it nobody would see them.
   * @returns whether the column of tags is new in the table
   */
  revealTags(): boolean {
    if (this.#leftTags || this.#settings.value.runColumns.includes('tag')) return false
    this.chooseColumn('tag', true)
    return true
  }

  resetColumns(): void {
    this.#settings.update({ runColumns: [...defaultColumns], onlyDiffering: false })
  }

  get selected(): readonly ListedRun[] {
    return this.#selectedRuns
  }

  isSelected(runId: string): boolean {
    return this.#selected?.has(runId) === true
  }

  /** @param range whether all runs between this one and the one that was selected last are meant */
  select(runId: string, on: boolean, range = false): void {
    const ids = this.#rows.flatMap((row) => (row.kind === 'run' ? row.key : []))
    const from = this.#anchor === undefined ? -1 : ids.indexOf(this.#anchor)
    const to = ids.indexOf(runId)
    const meant = range && from !== -1 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [runId]
    this.#change(meant, on)
    this.#anchor = runId
  }

  selectShown(on: boolean): void {
    this.#change(
      this.#shown.map(({ runId }) => runId),
      on
    )
  }

  clearSelection(): void {
    this.#selected = undefined
    this.#anchor = undefined
  }

  #change(runIds: readonly string[], on: boolean): void {
    this.#selected = changedSelection(this.#selected, runIds, on)
  }
}
