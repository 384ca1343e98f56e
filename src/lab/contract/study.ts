import { labErrorData } from '../../core/base/lab-error'
import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'
import { studyDefinition } from '../../core/study/study-plan'
import { studyShape } from '../../core/study/study-shape'
import { runId } from './run-id'
import { runSummary } from './run-summary'

export const studyId = z.string().regex(/^study-\d{1,9}$/, 'must be the name of a study, such as study-3')
export const studyName = shownText('the name of the study')

/** A study in a list. */
export const studySummary = z.object({
  studyId: z.string(),
  /** Counts up from 1 in a data folder. */
  number: z.int(),
  name: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  status: z.discriminatedUnion('kind', [
    /** Finding out how many runs can train at a time. */
    z.object({ kind: z.literal('preparing') }),
    z.object({ kind: z.literal('training'), atOnce: z.int() }),
    /** Runs that are under way are being stopped. */
    z.object({ kind: z.literal('pausing') }),
    /** It can go on; `problem`: what made it stop, if nobody asked for it. */
    z.object({ kind: z.literal('paused'), problem: labErrorData.optional() }),
    z.object({ kind: z.literal('finished') }),
    /** In training in another Tenfold, or maybe so where that is not certain. */
    z.object({ kind: z.literal('elsewhere'), host: z.string(), certain: z.boolean() }),
    z.object({ kind: z.literal('unreadable'), problem: labErrorData })
  ]),
  /** What it trains; left out where it cannot be read. */
  shape: studyShape.optional(),
  /** Runs of all rounds, as far as is known; and how many of them are over. */
  total: z.int(),
  finished: z.int(),
  failed: z.int(),
  skipped: z.int()
})
export type StudySummary = z.infer<typeof studySummary>

/** A run of a study. */
export const studyRun = z.object({
  runId,
  number: z.int(),
  trial: z.int(),
  round: z.int(),
  status: runSummary.shape.status,
  step: z.int(),
  totalSteps: z.int(),
  runningLoss: z.number().optional(),
  /** On the validation images at its end, in [0, 1]. */
  validation: z.number().optional(),
  /** On the test images, in [0, 1]. */
  accuracy: z.number().optional(),
  trainMs: z.number()
})
export type StudyRun = z.infer<typeof studyRun>

export const study = z.object({
  summary: studySummary,
  definition: studyDefinition,
  /** Trials that somebody stopped for good. */
  skipped: z.array(z.int()),
  runs: z.array(studyRun)
})
export type Study = z.infer<typeof study>

/** The curves of a study's runs, thin enough to be drawn. */
export const studyCurves = z.object({
  curves: z.array(
    z.object({
      trial: z.int(),
      round: z.int(),
      stepsPerEpoch: z.int(),
      loss: z.array(z.object({ step: z.int(), loss: z.number() })),
      validation: z.array(z.object({ step: z.int(), accuracy: z.number() }))
    })
  )
})
