import { formatCount } from '../format/format-number'
import type { RunOrigin } from './run-origin'

/** Where a fork comes from, the nearest run first: `Forked from #3 at step 12,500, which was forked from #1 at step 40`. */
export function describeLineage(lineage: readonly RunOrigin[]): string {
  const origins = lineage.map(({ number, step }) => `from #${number} at step ${formatCount(step)}`)
  return `Forked ${origins.reverse().join(', which was forked ')}`
}
