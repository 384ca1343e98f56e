import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { formatCount } from '../../core/format/format-number'
import { checkSize } from '../../core/model/check-size'
import { imagesToStart } from '../../core/model/initial-weights'
import { pixelsOf } from '../../core/model/pixel-range'
import { runConfig, type RunConfig } from '../../core/settings/run-config'
import type { NetworkChoice } from '../contract/network-choice'
import { checkpointSteps, runPaths } from '../runs/run-folder'
import type { InspectionQuery } from '../training/trainer-protocol'
import type { LabParts } from './lab-parts'
import { requireOwnDataset } from './require-own-dataset'

/** Where the weights of a network come from, and the configuration that it belongs to. */
export interface ResolvedNetwork {
  readonly config: RunConfig
  readonly source: InspectionQuery['network']
}

/**
 * @throws LabError 'not-found' for a run or step that does not exist, 'invalid-input' for first weights that another data
 *   set is needed for
 */
export async function resolveNetwork(parts: LabParts, choice: NetworkChoice): Promise<ResolvedNetwork> {
  const { store, checkpoints } = parts
  if (choice.kind === 'untrained') {
    // The command line calls this without an edge that parses.
    const config = parseInput(runConfig, choice.config, 'The network')
    checkSize(config.model)
    return { config, source: { kind: 'untrained', config } }
  }
  const run = await store.read(choice.runId)
  const config = run.state.config ?? run.config
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
      }
    }
  }
  if (step === 0) {
    if (imagesToStart(config.model) > 0) {
      requireOwnDataset(
        parts,
        run,
        'Its first filters were computed from that data set. Choose a later step.'
      )
    }
    return { config, source: { kind: 'untrained', config } }
  }
  throw new LabError(
    'not-found',
    `${choice.runId} has no checkpoint at step ${formatCount(step)}.`,
    'Choose another step: a long run does not keep every checkpoint.'
  )
}
