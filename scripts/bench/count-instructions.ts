import { spawnSync } from 'node:child_process'
import path from 'node:path'

/**
 * Instructions that the wasm engine executes for one image, counted by the processor: a figure that other work on the
 * machine does not touch.
 * @returns why there is none: most virtual machines have no such counter
 */
export function countInstructions(
  builtFolder: string,
  batch: number
): { instructions: number } | { reason: string } {
  // Long enough for V8 to be done with optimising; what start and compiling take goes out with the difference.
  const steps = Math.ceil(4000 / batch)
  const short = countProcess(builtFolder, batch, steps)
  if ('reason' in short) return short
  const long = countProcess(builtFolder, batch, 3 * steps)
  if ('reason' in long) return long
  return { instructions: (long.instructions - short.instructions) / (2 * steps * batch) }
}

function countProcess(
  builtFolder: string,
  batch: number,
  steps: number
): { instructions: number } | { reason: string } {
  const program = [
    process.execPath,
    path.join(builtFolder, 'counted-steps.mjs'),
    String(batch),
    String(steps)
  ]
  const { error, status, stderr } = spawnSync(
    'perf',
    ['stat', '-x,', '-e', 'instructions:u', '--', ...program],
    { encoding: 'utf8' }
  )
  if (error !== undefined) return { reason: 'perf is not installed' }
  if (status !== 0) return { reason: stderr.trim().split('\n').at(-1) ?? 'perf failed' }
  const count = /^(\d+),[^,]*,instructions:u/m.exec(stderr)?.[1]
  return count === undefined
    ? { reason: 'the processor’s counter cannot be read' }
    : { instructions: Number(count) }
}
