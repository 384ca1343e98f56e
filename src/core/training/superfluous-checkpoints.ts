import type { RunConfig } from '../settings/run-config'

/** Should the last ones be damaged, there are others to go on from. */
const lastKept = 3
/** As many stretches of a run keep one checkpoint each: enough for the loss surface's path and the filters' history. */
const stretches = 24
/** Up to here a run keeps them all: the lesson has 14. */
const fewEnough = 32

export interface CheckpointedRun {
  /** Of the whole run. */
  readonly totalSteps: number
  readonly stepsPerEpoch: number
  /** The one with the lowest validation loss, where that was measured. */
  readonly bestStep: number | undefined
}

/**
 * Which checkpoints a rule no longer needs. `all`: none. `latest`: all but the last three and the best. `spread`: none up
 * to 32 of them; of more it keeps beside those one from each of 24 equal stretches of the run, the end of an epoch where
 * there is one.
 * @param steps of all checkpoints there are, in order
 */
export function superfluousCheckpoints(
  rule: RunConfig['keepCheckpoints'],
  steps: readonly number[],
  run: CheckpointedRun
): number[] {
  if (rule === 'all' || (rule === 'spread' && steps.length <= fewEnough)) return []
  const kept = new Set<number | undefined>([...steps.slice(-lastKept), run.bestStep])
  if (rule === 'spread') for (const step of oneOfEachStretch(steps, run)) kept.add(step)
  return steps.filter((step) => !kept.has(step))
}

function oneOfEachStretch(
  steps: readonly number[],
  { totalSteps, stepsPerEpoch }: CheckpointedRun
): Iterable<number> {
  const length = Math.max(1, totalSteps / stretches)
  const endsEpoch = (step: number): boolean => stepsPerEpoch > 0 && step % stepsPerEpoch === 0
  const chosen = new Map<number, number>()
  for (const step of steps) {
    const stretch = Math.ceil(step / length)
    const earlier = chosen.get(stretch)
    if (earlier === undefined || endsEpoch(step) || !endsEpoch(earlier)) chosen.set(stretch, step)
  }
  return chosen.values()
}
