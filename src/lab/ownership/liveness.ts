import { errorCode } from '../storage/storage-error'
import type { SignState } from './life-sign'
import { systemProcess, type ProcessIdentity } from './process-identity'

/** `unknown`: it is on another computer, or in a container that hides it. */
export type Liveness = 'alive' | 'dead' | 'unknown'

/**
 * Whether a process lives, as far as it can be known from here. Where it cannot be known, nothing may be taken from it.
 * @param sign what its life sign says
 */
export async function judgeLiveness(
  process: ProcessIdentity,
  sign: SignState,
  me: ProcessIdentity
): Promise<Liveness> {
  if (process.kernel === undefined || process.kernel !== me.kernel) {
    // The same computer has been started again since.
    return process.machine !== undefined && process.machine === me.machine ? 'dead' : 'unknown'
  }
  switch (sign) {
    case 'raised':
      return 'alive'
    case 'lowered':
      return 'dead'
    case 'unclear':
      return process.pidNamespace === me.pidNamespace ? lookForProcess(process) : 'unknown'
  }
}

async function lookForProcess({ pid, started }: ProcessIdentity): Promise<Liveness> {
  if (!processExists(pid)) return 'dead'
  const found = await systemProcess(pid)
  // Some process has this number: without its start there is no telling whether it is the same.
  if (found === undefined || started === undefined) return 'unknown'
  return found.started === started && !found.ended ? 'alive' : 'dead'
}

/** Whether any process of this pid namespace has that number. */
export function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    // It exists, and belongs to somebody else.
    return errorCode(cause) === 'EPERM'
  }
}
