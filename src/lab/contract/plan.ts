import { compiledPlan } from '../../core/engine/compiled-plan'
import { engineIds } from '../../core/base/engine-id'
import { runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'

/** What decides how a network is compiled. */
export const planQuestion = runConfig.pick({
  model: true,
  optimizer: true,
  batchSize: true,
  clip: true,
  threads: true,
  seed: true,
  engine: true
})
export type PlanQuestion = z.infer<typeof planQuestion>

/** The plan that a run would begin with, or why there is none to look at. */
export const planAnswer = z.discriminatedUnion('planned', [
  z.object({ planned: z.literal(true), plan: compiledPlan }),
  z.object({ planned: z.literal(false), engine: z.enum(engineIds), reason: z.string() })
])
export type PlanAnswer = z.infer<typeof planAnswer>
