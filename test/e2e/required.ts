import type { Missing } from './set-up'

/** @throws with the reason and the remedy where it cannot be had */
export function required<T extends object>(what: string, runtime: T | Missing): T {
  if (!isMissing(runtime)) return runtime
  throw new Error(`${what} cannot be had here: ${runtime.reason}. To enable it: ${runtime.remedy}`)
}

function isMissing(runtime: object): runtime is Missing {
  return 'reason' in runtime
}
