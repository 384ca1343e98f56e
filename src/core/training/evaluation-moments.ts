import type { RunConfig } from '../settings/run-config'

type Interval = Pick<RunConfig, 'evaluateEvery'>

/** Whether the network is evaluated after a step that does not end an epoch. @param step counted from 1 */
export function isMoment(step: number, { evaluateEvery }: Interval, stepsPerEpoch: number): boolean {
  return evaluateEvery > 0 && step > 0 && step % evaluateEvery === 0 && step % stepsPerEpoch !== 0
}

/** Steps from one to the next moment, at least 1; Infinity where there are only the ends of epochs. */
export function stepsToMoment(step: number, { evaluateEvery }: Interval): number {
  return evaluateEvery === 0 ? Infinity : evaluateEvery - (step % evaluateEvery)
}

/**
 * How often the network is evaluated from a step on, and until which: at moments inside epochs, and at their ends.
 * @param from the last step that was trained @param totalSteps the last of the run
 */
export function momentsLeft(
  from: number,
  totalSteps: number,
  { evaluateEvery }: Interval,
  stepsPerEpoch: number
): { readonly inside: number; readonly ends: number } {
  const multiples = (of: number): number =>
    of === 0 ? 0 : Math.floor(totalSteps / of) - Math.floor(from / of)
  const both = evaluateEvery === 0 ? 0 : leastCommonMultiple(evaluateEvery, stepsPerEpoch)
  return { inside: multiples(evaluateEvery) - multiples(both), ends: multiples(stepsPerEpoch) }
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b]
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller]
  return larger === 0 ? 0 : (a / larger) * b
}
