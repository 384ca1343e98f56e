import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { formatCount } from '../../core/format/format-number'
import { checkSize } from '../../core/model/check-size'
import { imagesToStart } from '../../core/model/initial-weights'
import { pixelsOf } from '../../core/model/pixel-range'
import { runConfig, type RunConfig } from '../../core/settings/run-config'
import type { DatasetService } from '../dataset/dataset-service'
import type { NetworkChoice } from '../contract/network-choice'
import { checkpointSteps, runPaths } from '../runs/run-folder'
import type { InspectionQuery } from '../training/trainer-protocol'
import type { LabParts } from './lab-parts'
import { datasetIdOf, datasetOfRun } from './dataset-of-run'

/** Where the weights of a network come from, and the configuration that it belongs to. */
export interface ResolvedNetwork {
  readonly config: RunConfig
  readonly source: InspectionQuery['network']
  /** Where a run's start weights are computed from images: those of its own data set. */
  readonly dataset?: DatasetService
  /** In the order of the scores, as the run recorded them; empty where nothing did. */
  readonly classes: readonly string[]
}

/**
 * @throws LabError 'not-found' for a run or step that does not exist, 'data-missing' for first weights that were
 *   computed from a data set that is not here
 */
export async function resolveNetwork(parts: LabParts, choice: NetworkChoice): Promise<ResolvedNetwork> {
  const { store, checkpoints } = parts
  if (choice.kind === 'untrained') {
    // The command line calls this without an edge that parses.
    const config = parseInput(runConfig, choice.config, 'The network')
    checkSize(config.model)
    return { config, source: { kind: 'untrained', config }, classes: [] }
  }
  const run = await store.read(choice.runId)
  const config = run.state.config ?? run.config
  const { classes } = run.state
  const folder = store.folder(choice.runId)
  const steps = await checkpointSteps(folder)
  const step = choice.step ?? (steps.length === 0 ? 0 : await checkpoints.result(run, 'once'))
  if (steps.includes(step)) {
    return {
      config,
      source: {
        kind: 'checkpoint',
        folder: runPaths.checkpoint(folder, step),
        pixels: pixelsOf(config.model)
      },
      classes
    }
  }
  if (step === 0) {
    const source = { kind: 'untrained' as const, config }
    if (imagesToStart(config.model) === 0 || datasetIdOf(run) === undefined)
      return { config, source, classes }
    return { config, source, dataset: await datasetOfRun(parts, run), classes }
  }
  throw new LabError(
    'not-found',
    `${choice.runId} has no checkpoint at step ${formatCount(step)}.`,
    'Choose another step: a long run does not keep every checkpoint.'
  )
}
