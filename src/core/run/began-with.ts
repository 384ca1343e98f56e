import type { RunConfig } from '../settings/run-config'
import { forkSettings } from './fork-settings'
import type { RunState } from './run-state'

/**
 * The settings that a run's first step was taken with, or a fork's first step of its own: somebody may have changed the
 * learning rate before it.
 */
export function beganWith(run: RunState): RunConfig | undefined {
  return run.config && forkSettings(run.config, run, run.lineage.at(-1)?.step ?? 0)
}
