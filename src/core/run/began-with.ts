import type { RunConfig } from '../settings/run-config'
import type { RunState } from './run-state'

/** The settings that a run's first step was taken with: somebody may have changed the learning rate before it. */
export function beganWith({ config, learningRates }: RunState): RunConfig | undefined {
  const learningRate = learningRates[0]?.learningRate
  if (config === undefined || learningRate === undefined) return config
  if (learningRate === config.optimizer.learningRate) return config
  return { ...config, optimizer: { ...config.optimizer, learningRate } }
}
