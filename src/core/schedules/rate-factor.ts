import { type ScheduleName, scheduleKinds } from './schedule-kinds'

/** How a training's learning rate changes from step to step. */
export interface Schedule {
  readonly schedule: ScheduleName
  /** Share of the steps in which the rate rises to its full value, in [0, 1). */
  readonly warmup: number
}

/** Steps of the warm-up. */
export const warmupSteps = ({ warmup }: Schedule, steps: number): number => Math.floor(warmup * steps)

/**
 * What the learning rate of a training is multiplied by in each of its steps: in the warm-up evenly more, from
 * 1 / (steps of the warm-up + 1) up, then what the schedule says of the steps that are left.
 * @param steps of the whole training
 * @returns of the number of a step, 0 for the first
 */
export function rateFactor(schedule: Schedule, steps: number): (step: number) => number {
  const rise = warmupSteps(schedule, steps)
  const kind = scheduleKinds[schedule.schedule]
  return (step) => (step < rise ? (step + 1) / (rise + 1) : kind.factor(step - rise, steps - rise))
}
