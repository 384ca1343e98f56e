import type { RunConfig } from '../settings/run-config'
import { ratesUpTo } from './rate-changes'
import type { RunState } from './run-state'

/**
 * The settings that a run's first step was taken with, or a fork's first step of its own: somebody may have changed the
 * learning rate before it.
 */
export function beganWith({ config, learningRates, lineage }: RunState): RunConfig | undefined {
  const begin = lineage.at(-1)?.step ?? 0
  const learningRate = ratesUpTo(learningRates, begin).at(-1)?.learningRate
  if (config === undefined || learningRate === undefined) return config
  if (learningRate === config.optimizer.learningRate) return config
  return { ...config, optimizer: { ...config.optimizer, learningRate } }
}
