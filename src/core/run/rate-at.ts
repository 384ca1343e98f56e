import { rateFactor } from '../schedules/rate-factor'
import type { RunConfig } from '../settings/run-config'
import { type RateFrom, ratesUpTo } from './rate-changes'

/**
 * The learning rate of each step of a run: the one that was set, or that somebody changed it to, times what the schedule
 * says.
 * @param rates the one that it begins with, and each change
 * @param steps of the whole run
 * @returns of the number of a step, 0 for the first
 */
export function rateAt(
  config: Pick<RunConfig, 'optimizer' | 'schedule' | 'warmup'>,
  rates: readonly RateFrom[],
  steps: number
): (step: number) => number {
  const factor = rateFactor(config, steps)
  return (step) => {
    const inForce = ratesUpTo(rates, step).at(-1)
    return (inForce?.learningRate ?? config.optimizer.learningRate) * factor(step)
  }
}
