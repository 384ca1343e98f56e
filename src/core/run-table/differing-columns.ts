import { type ColumnId, columnIds, runColumn } from './run-columns'
import type { TableRun } from './table-run'

/** The settings in which some runs differ, and the network and the data set if they differ in those. A knob that only some have differs. */
export function differingColumns(runs: readonly TableRun[]): readonly ColumnId[] {
  // What cannot be read has no settings.
  const readable = runs.filter(({ details }) => details !== undefined)
  const differ = (valueOf: (run: TableRun) => unknown): boolean => new Set(readable.map(valueOf)).size > 1
  return columnIds.filter((id) => {
    if (id === 'dataset') return differ(({ dataset }) => dataset?.hash)
    if (id === 'network') return differ(({ details }) => details?.network.key)
    const { setting, text } = runColumn(id)
    return setting === true && differ(text)
  })
}
