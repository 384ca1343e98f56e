/** The runs that are selected once some more are, or no longer are; without any before, a new selection. */
export function changedSelection(
  before: ReadonlySet<string> | undefined,
  runIds: readonly string[],
  on: boolean
): ReadonlySet<string> {
  const next = new Set(before)
  for (const runId of runIds) {
    if (on) next.add(runId)
    else next.delete(runId)
  }
  return next
}
