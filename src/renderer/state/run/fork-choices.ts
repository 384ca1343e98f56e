import type { RunState } from '../../../core/run/run-state'

/** A checkpoint that a run can be forked from. */
export interface ForkChoice {
  readonly step: number
  /** Counted from 1. */
  readonly epoch: number
  /** The line of the log at the checkpoint, or the last one before it. */
  readonly loss: number | undefined
  /** Measured at this step, on the images that are held back. */
  readonly accuracy: number | undefined
}

/** The checkpoints of a run, the latest first. */
export function forkChoices({
  checkpoints,
  log,
  validations,
  stepsPerEpoch
}: Pick<RunState, 'checkpoints' | 'log' | 'validations' | 'stepsPerEpoch'>): readonly ForkChoice[] {
  const lines = log.slice(0)
  const accuracies = new Map(validations.map(({ step, accuracy }) => [step, accuracy]))
  return checkpoints
    .slice(0)
    .reverse()
    .map((step) => ({
      step,
      epoch: stepsPerEpoch === 0 ? 1 : Math.max(1, Math.ceil(step / stepsPerEpoch)),
      loss: lines.filter((line) => line.step <= step).at(-1)?.loss,
      accuracy: accuracies.get(step)
    }))
}
