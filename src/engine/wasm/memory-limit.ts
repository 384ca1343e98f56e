import { readFileSync } from 'node:fs'
import { addressSpaceLimit, boundedMemoryFlag, formatGibibytes } from '../../core/base/address-space'
import type { Availability } from '../../core/engine/engine'
import { LabError } from '../../core/base/lab-error'

const gibibyte = 2 ** 30

type Obstacle = Pick<Extract<Availability, { available: false }>, 'reason' | 'remedy'>

/** Measured: a run trains, and is tested by a second program beside its own. */
const needed = {
  /** Two memories with 10 GiB of reserved addresses each. */
  guarded: 25 * gibibyte,
  /** The same without: two memories that may grow to somewhat more than a gibibyte. */
  bounded: 6.5 * gibibyte,
  /** Stack and heap of a compute thread. */
  thread: 0.25 * gibibyte
}

/**
 * Why WebAssembly cannot be used under a limit on address space: V8 ends the process when it meets that, so it has to be
 * known before.
 * @returns undefined where nothing stands in the way
 */
export function memoryLimit(
  threads: number,
  limit: number | undefined = ownAddressSpaceLimit(),
  options: readonly string[] = process.execArgv
): Obstacle | undefined {
  if (limit === undefined) return undefined
  const kind = options.includes(boundedMemoryFlag) ? 'bounded' : 'guarded'
  const bytes = needed[kind] + threads * needed.thread
  if (limit >= bytes) return undefined
  return {
    reason: `memory limit: a process may take ${formatGibibytes(limit)} of address space here (ulimit -v), and WebAssembly needs ${formatGibibytes(bytes)}.`,
    remedy: 'Raise the limit (ulimit -v unlimited).'
  }
}

/** @throws LabError 'engine-unavailable' where the limit stands in the way */
export function requireMemory(threads: number): void {
  const obstacle = memoryLimit(threads)
  if (obstacle === undefined) return
  throw new LabError(
    'engine-unavailable',
    `The WebAssembly engine cannot run here: ${obstacle.reason}`,
    obstacle.remedy
  )
}

/** Of this process, in bytes; undefined where there is none. */
export function ownAddressSpaceLimit(): number | undefined {
  if (process.platform !== 'linux') return undefined
  return addressSpaceLimit(readFileSync('/proc/self/limits', 'utf8'))
}
