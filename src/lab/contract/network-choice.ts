import { runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { runId } from './run-id'

/** The network to look into. */
export const networkChoice = z.discriminatedUnion('kind', [
  /**
   * A run's, at one of its checkpoints: the latest unless `step` names another. Step 0 is always there: the weights
   * before the first step. So is the latest of a run without a checkpoint: the same.
   */
  z.object({ kind: z.literal('run'), runId, step: z.int().min(0).optional() }),
  /** One that was never trained: the initial weights of the configuration's network and seed. */
  z.object({ kind: z.literal('untrained'), config: runConfig })
])
export type NetworkChoice = z.input<typeof networkChoice>
