import { datasetId } from '../../core/data/dataset-id'
import { engineIds } from '../../core/base/engine-id'
import { scheduleNames } from '../../core/schedules/schedule-kinds'
import { outcome } from '../../core/run/run-event'
import { runOrigin } from '../../core/run/run-origin'
import { rateFrom } from '../../core/run/rate-changes'
import { studyPlace } from '../../core/study/study-place'
import { z } from '../../core/base/schema'

/** A run in a list: what `run.json` keeps beside the events. */
export const runSummary = z.object({
  runId: z.string(),
  /** Counts up from 1 in a data folder: `#14`. */
  number: z.int(),
  name: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('training') }),
    z.object({ kind: z.literal('paused') }),
    z.object({
      kind: z.literal('imported'),
      fileName: z.string(),
      /** sha256 of its files and of what was said of them. */
      content: z.string().optional(),
      /** sha256 of the files alone. */
      files: z.string().optional()
    }),
    ...outcome.options
  ]),
  step: z.int(),
  totalSteps: z.int(),
  batchSize: z.int(),
  epochs: z.int(),
  /** At its start. */
  learningRate: z.number(),
  /** What somebody changed it to while it trained, and after which step; left out where nobody did. */
  rateChanges: z.array(rateFrom).optional(),
  /** Left out where the rate is constant. */
  schedule: z.enum(scheduleNames).optional(),
  seed: z.number(),
  /** The data set that its results belong to; left out for a network from a file that says nothing of it. */
  dataset: datasetId.optional(),
  device: z.string().optional(),
  /** Of that device; a run goes on with it unless it is told otherwise. */
  engine: z.enum(engineIds).optional(),
  /** The last line of the log, or of a run without one the mean of the steps so far of its latest epoch. */
  runningLoss: z.number().optional(),
  /** How many steps that mean is over, where it is not a line of the log. */
  runningLossSteps: z.int().optional(),
  /** On the test images, in [0, 1]. */
  accuracy: z.number().optional(),
  /** On the validation images, in [0, 1]: at the end of the best epoch, and of the network that the run ends with. */
  validation: z.object({ best: z.number(), end: z.number() }).optional(),
  trainMs: z.number(),
  /** The run that it was forked from. */
  from: runOrigin.optional(),
  /** The study that it belongs to. */
  study: studyPlace.optional(),
  /** What its checkpoints take on disk, as far as is known. */
  checkpointBytes: z.number().optional(),
  /** It is in training in another Tenfold, or may be where that is not certain. Never stored. */
  elsewhere: z.object({ host: z.string(), certain: z.boolean() }).optional()
})
export type RunSummary = z.infer<typeof runSummary>
