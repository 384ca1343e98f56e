import { datasetId } from '../../core/data/dataset-id'
import { recordedDataset } from '../../core/data/dataset-info'
import { pixelRanges } from '../../core/model/pixel-range'
import { deviceInfo } from '../../core/run/run-event'
import { rateFrom } from '../../core/run/rate-changes'
import { runOrigin } from '../../core/run/run-origin'
import { labErrorData } from '../../core/base/lab-error'
import { runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'

/** Share of something, in [0, 1]. */
const share = z.number().min(0).max(1)
/** ISO 8601, UTC. */
const time = z.iso.datetime()

/** Everything that an accuracy report says, as data; the pages, the JSON and the CSV are made from this alone. */
export const report = z.object({
  format: z.literal('tenfold-report'),
  version: z.literal(1),
  createdAt: time,
  /** What made the report; `run.versions` is what trained. */
  versions: z.record(z.string(), z.string()),
  run: z.object({
    runId: z.string(),
    number: z.int(),
    name: z.string(),
    status: z.enum(['training', 'paused', 'imported', 'finished', 'stopped', 'failed', 'interrupted']),
    /** Why it failed or was interrupted. */
    error: labErrorData.nullable(),
    /** The checkpoint file that it came from. */
    importedFrom: z.string().nullable(),
    /** What the network takes its pixels to be (see `config.model.pixels`), and how that is known. */
    pixels: z.object({ range: pixelRanges, from: z.enum(['training', 'file', 'assumed', 'user']) }),
    /** The runs that it was forked from, the nearest last. */
    lineage: z.array(runOrigin).default([]),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    /** Time spent training, without pauses. */
    trainMs: z.number(),
    /** The part of it spent waiting for the loader. */
    waitMs: z.number(),
    step: z.int(),
    totalSteps: z.int(),
    stepsPerEpoch: z.int(),
    epoch: z.int(),
    trainImages: z.int(),
    validationImages: z.int(),
    device: deviceInfo.nullable(),
    /** How its steps were rounded; empty where that was not recorded. */
    arithmetics: z.array(z.object({ fromStep: z.int(), name: z.string() })).default([]),
    dataset: recordedDataset.nullable(),
    versions: z.record(z.string(), z.string())
  }),
  config: runConfig,
  /** The one in force at the end, where it was changed on the way. */
  learningRate: z.number(),
  /** The one at the start, and each that somebody changed it to while it trained. */
  learningRates: z.array(rateFrom).default([]),
  network: z.object({
    parameters: z.int(),
    /** How many of them learn; left out where all do. */
    learning: z.int().optional(),
    layers: z.array(
      z.object({
        name: z.string(),
        /** For people: `convolution 5 × 5 to 6 channels`, `add, of conv2 and relu1`. */
        description: z.string(),
        output: z.array(z.int()),
        parameters: z.int()
      })
    )
  }),
  /** Mean training loss since the point before. */
  lossCurve: z.array(z.object({ step: z.int(), loss: z.number() })),
  log: z.array(
    z.object({ epoch: z.int(), batch: z.int(), step: z.int(), loss: z.number(), line: z.string() })
  ),
  validations: z.array(z.object({ step: z.int(), epoch: z.int(), loss: z.number(), accuracy: share })),
  /** The epoch that early stopping chose; its checkpoint is what was evaluated. null: the last one was. */
  selected: z.object({ step: z.int(), epoch: z.int(), loss: z.number() }).nullable(),
  /** null: the network was not evaluated. */
  evaluation: z
    .object({
      /** Which state of the network: steps trained. */
      step: z.int(),
      /** Whose images they are; null where nobody recorded it. */
      dataset: datasetId.nullable(),
      split: z.enum(['test', 'validation']),
      images: z.int(),
      correct: z.int(),
      accuracy: share,
      /** Half the width of the 95 % confidence interval. */
      margin: share,
      /** Mean cross-entropy. */
      loss: z.number(),
      durationMs: z.number(),
      classes: z.array(
        z.object({
          name: z.string(),
          correct: z.int(),
          total: z.int(),
          /** null: no image of this class. */
          accuracy: share.nullable()
        })
      ),
      /** [true class][predicted class] */
      confusion: z.object({ counts: z.array(z.array(z.int())), rowShares: z.array(z.array(share)) })
    })
    .nullable(),
  /** The same network on the same images, measured in other ways. */
  otherResults: z.array(
    z.object({
      kind: z.enum(['averaged', 'mirrored', 'averagedMirrored']),
      accuracy: share,
      loss: z.number()
    })
  )
})
export type Report = z.infer<typeof report>
