import { parseInput } from '../../core/base/parse-input'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { checkLearns } from '../../core/model/check-learns'
import { requireFit } from '../../core/model/fit-model'
import { checkSettings } from '../../core/settings/check-settings'
import { runConfig, type RunConfig } from '../../core/settings/run-config'

/**
 * Settings that a run can start with on a data set. They are parsed, since the command line calls the lab without an edge
 * that does it.
 * @throws LabError 'invalid-input'
 */
export function requireStartable(given: unknown, dataset: DatasetInfo): RunConfig {
  const config = parseInput(runConfig, given, 'The training settings')
  requireFit(config.model, dataset)
  checkLearns(config.model)
  checkSettings(config, dataset)
  return config
}
