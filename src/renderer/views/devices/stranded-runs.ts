import type { EngineStatus } from '../../../lab/contract/engine-status'
import type { RunSummary } from '../../../lab/contract/run-summary'

export interface StrandedRun {
  readonly run: RunSummary
  readonly reason: string
  /** Engines that it can go on with. */
  readonly others: readonly EngineStatus[]
}

/** More would be a list of old failures. */
const most = 3

/**
 * Unfinished runs whose engine is not available any more, or failed them: they wait for another one, or for their own to
 * come back.
 * @param runs the newest first
 */
export function strandedRuns(runs: readonly RunSummary[], engines: readonly EngineStatus[]): StrandedRun[] {
  return runs
    .flatMap((run) => {
      const { status, engine } = run
      if (status.kind !== 'stopped' && status.kind !== 'failed' && status.kind !== 'interrupted') return []
      const own = engines.find((candidate) => candidate.engine === engine)
      const failed = status.kind === 'failed' && status.error.code === 'engine-unavailable'
      const gone = own !== undefined && !own.available
      if (!failed && !gone) return []
      const reason = gone ? `${own.name}: ${own.reason}` : failed ? status.error.message : ''
      const others = engines.filter((other) => other.available && other.engine !== engine)
      return [{ run, reason, others }]
    })
    .slice(0, most)
}
