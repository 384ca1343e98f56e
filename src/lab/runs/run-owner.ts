import { uptime } from 'node:os'
import { z } from '../../core/schema'
import { errorCode } from '../storage/storage-error'

/** The process that writes to a run while it trains. */
export const runOwner = z.object({
  pid: z.int().min(1),
  /** Milliseconds since 1970. */
  since: z.number()
})
export type RunOwner = z.infer<typeof runOwner>

/** A clock that is set while the machine runs shifts what `uptime` says about its start. */
const clockSlackMs = 60_000

/**
 * Whether another process may still be writing to a run. A number of a process means nothing after a restart of
 * the machine, when the same number may belong to any other program.
 */
export function isAliveElsewhere(owner: RunOwner): boolean {
  if (owner.pid === process.pid) return false
  const machineStarted = Date.now() - uptime() * 1000
  if (owner.since < machineStarted - clockSlackMs) return false
  try {
    process.kill(owner.pid, 0)
    return true
  } catch (cause) {
    // It exists, and belongs to somebody else.
    return errorCode(cause) === 'EPERM'
  }
}
