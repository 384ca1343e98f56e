import type { RunSummary } from '../../lab/contract/contract'

/** Where a run stands, in a word, and where else it is in training. */
export function runStatus({ status, elsewhere }: RunSummary): string {
  if (elsewhere === undefined) return status.kind
  return `${status.kind} on ${elsewhere.host}${elsewhere.certain ? '' : '?'}`
}
