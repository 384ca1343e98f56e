import { z } from '../base/schema'

/** The run that a fork comes from, and the checkpoint that it continues from. */
export const runOrigin = z.object({
  runId: z.string(),
  number: z.int(),
  /** As it was called when it was forked. */
  name: z.string(),
  /** Tells it from a run that has its number later. */
  createdAt: z.number(),
  step: z.int().min(0)
})
export type RunOrigin = z.infer<typeof runOrigin>
