import { labErrorData } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { runId } from './run-id'
import { runSummary } from './run-summary'

const trashedRun = z.object({
  run: runSummary,
  /** Milliseconds since 1970. */
  deletedAt: z.number().optional(),
  /** What it takes on disk. */
  bytes: z.number(),
  /** Why it cannot be removed for good as it is now. */
  obstacle: labErrorData.optional()
})
export type TrashedRun = z.infer<typeof trashedRun>

export const trash = z.object({
  /** The latest deleted first. */
  runs: z.array(trashedRun),
  /** What else lies there. Tenfold did not write it, and leaves it alone. */
  foreign: z.array(z.object({ name: z.string(), /** `a link` */ what: z.string() }))
})
export type Trash = z.infer<typeof trash>

export const removal = z.object({
  removed: z.array(runId),
  /** What they took on disk. */
  bytes: z.number(),
  kept: z.array(z.object({ runId, error: labErrorData }))
})
export type Removal = z.infer<typeof removal>
