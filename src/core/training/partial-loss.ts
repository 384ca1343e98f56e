import { formatLoss } from '../format/format-loss'
import { formatCount } from '../format/format-number'
import type { RunState } from '../run/run-state'

/** The running loss of an interval that is not full. */
export interface PartialLoss {
  readonly epoch: number
  /** Steps that the mean is over, from the start of the epoch. */
  readonly steps: number
  readonly loss: number
}

/**
 * The log has a line for each full interval of mini-batches, and starts a new interval with each epoch. Where there is
 * no line because the run or its epochs are shorter than an interval, this is the mean over the steps of the latest epoch.
 * @returns undefined when the log has a line, or while the curve has no point
 */
export function partialLoss({
  log,
  points,
  stepsPerEpoch
}: Pick<RunState, 'log' | 'points' | 'stepsPerEpoch'>): PartialLoss | undefined {
  const last = points.at(-1)
  if (log.length > 0 || last === undefined || stepsPerEpoch === 0) return undefined
  const begin = Math.floor((last.step - 1) / stepsPerEpoch) * stepsPerEpoch
  let sum = 0
  let counted = begin
  for (const { step, loss } of points) {
    if (step <= begin) continue
    // A point is the mean over the steps since the one before it; one across the border counts with its part.
    sum += loss * (step - counted)
    counted = step
  }
  const steps = last.step - begin
  return { epoch: begin / stepsPerEpoch + 1, steps, loss: sum / steps }
}

/** What stands in for the log where it has no line. @param stepsPerEpoch of the run */
export function partialLossSentence(
  { epoch, steps, loss }: PartialLoss,
  logEvery: number,
  stepsPerEpoch: number
): string {
  const over = steps === 1 ? 'first step' : `first ${formatCount(steps)} steps`
  const span = steps === stepsPerEpoch ? `epoch ${epoch}` : `the ${over} of epoch ${epoch}`
  return `${whyNoLine(logEvery, stepsPerEpoch)} The mean loss of ${span} is ${formatLoss(loss, 3)}.`
}

function whyNoLine(logEvery: number, stepsPerEpoch: number): string {
  const interval = `every ${formatCount(logEvery)} batches`
  if (stepsPerEpoch >= logEvery) return `The log has a line for ${interval}.`
  const batches = stepsPerEpoch === 1 ? '1 batch' : `${formatCount(stepsPerEpoch)} batches`
  return `The log would have a line for ${interval}, but an epoch has only ${batches}, so there is none.`
}
