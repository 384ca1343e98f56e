import type { StandardiseTotals } from './standardise-totals'

/** A layer that waits for the whole batch: its step before the wait, the one behind, and what is done meanwhile. */
export interface Cut<Step> {
  readonly before: Step
  readonly behind: Step
  readonly totals: StandardiseTotals
}

interface CutPass<Step> {
  /** One more than there are waits. */
  readonly segments: readonly (readonly Step[])[]
  readonly waits: readonly StandardiseTotals[]
}

/** Layers that wait cut a pass into segments: between two of them all images of the batch wait for one another. */
export function cutAtWaits<Step extends object>(steps: readonly (Step | Cut<Step>)[]): CutPass<Step> {
  let segment: Step[] = []
  const segments = [segment]
  const waits: StandardiseTotals[] = []
  for (const step of steps) {
    if ('totals' in step) {
      segment.push(step.before)
      segment = [step.behind]
      segments.push(segment)
      waits.push(step.totals)
    } else {
      segment.push(step)
    }
  }
  return { segments, waits }
}
