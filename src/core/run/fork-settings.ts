import type { RunConfig } from '../settings/run-config'
import { ratesUpTo } from './rate-changes'
import type { RunState } from './run-state'

/**
 * The settings with which a run trained on after a step. A fork from there that has them trains exactly as the run did.
 * @param config of the run
 */
export function forkSettings(
  config: RunConfig,
  { learningRates }: Pick<RunState, 'learningRates'>,
  step: number
): RunConfig {
  const learningRate = ratesUpTo(learningRates, step).at(-1)?.learningRate
  return learningRate === undefined || learningRate === config.optimizer.learningRate
    ? config
    : { ...config, optimizer: { ...config.optimizer, learningRate } }
}
