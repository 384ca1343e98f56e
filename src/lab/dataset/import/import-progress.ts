import type { ImportStatus } from '../../contract/dataset-import'

type Running = Extract<ImportStatus, { state: 'running' }>

/** Between two messages of how far an import is. */
const reportMs = 200
/** The first moments of a phase start processes and connections, and tell little of the rest. */
const settledMs = 2000

/**
 * Makes statuses of what one phase of an import reports, with the time left, and not too many of them.
 * @param clock milliseconds, monotonic
 */
export function importProgress(
  phase: Running['phase'],
  name: string,
  clock: () => number,
  tell: (status: Running) => void
): (done: number, total: number) => void {
  let first: { readonly at: number; readonly done: number } | undefined
  let told: number | undefined
  return (done, total) => {
    const at = clock()
    // What an earlier download left is no measure of this one's speed.
    first ??= { at, done }
    if (told !== undefined && at - told < reportMs && done < total) return
    told = at
    const since = done - first.done
    const known = at - first.at > settledMs && since > 0 && total > 0
    tell({
      state: 'running',
      name,
      phase,
      done,
      total,
      ...(known ? { secondsLeft: ((at - first.at) / since / 1000) * (total - done) } : {})
    })
  }
}
