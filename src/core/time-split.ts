import type { RunState } from './run-state'

/** What an average step of a run consists of, in milliseconds. */
export interface TimeSplit {
  /** The training thread waits for images, or gathers them itself. */
  readonly data: number
  readonly forward: number
  readonly backward: number
  readonly update: number
}

/** @returns undefined before the engine has timed a step, or where it times none */
export function timeSplit({
  phases,
  step,
  waitMs
}: Pick<RunState, 'phases' | 'step' | 'waitMs'>): TimeSplit | undefined {
  if (phases === undefined || step === 0) return undefined
  const { forward, backward, update } = phases
  return { data: waitMs / step, forward, backward, update }
}
