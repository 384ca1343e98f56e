import { formatCount } from '../format/format-number'
import type { RunState } from './run-state'

/**
 * How a run's steps were rounded, for people: `WebAssembly, fused multiply-add`, and with `; from step 2,000 on ...` where
 * it went on elsewhere. Undefined for a run of a version that did not record it.
 */
export function describeArithmetics(arithmetics: RunState['arithmetics']): string | undefined {
  const [first, ...later] = arithmetics
  if (first === undefined) return undefined
  const steps = (step: number): string => `from step ${formatCount(step)} on`
  const begin = first.fromStep === 0 ? first.name : `${steps(first.fromStep)} ${first.name}`
  return [begin, ...later.map(({ fromStep, name }) => `${steps(fromStep)} ${name}`)].join('; ')
}

/** What to say of a run that mixes several: undefined for one that does not. */
export function mixedArithmetics(arithmetics: RunState['arithmetics']): string | undefined {
  return arithmetics.length < 2
    ? undefined
    : `The arithmetic changed during this run (${describeArithmetics(arithmetics)}), so its weights are not the same to the bit as those of an uninterrupted run.`
}
