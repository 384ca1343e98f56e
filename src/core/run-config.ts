import { lessonModel } from './lesson-model'
import { modelSpec } from './model-spec'
import { defaultOptimizers, optimizerSpec, type SgdSpec } from './optimizers/optimizer-kinds'
import { z } from './schema'
import { fields, type OwnFieldName } from './settings/settings'

/** A setting of its own, for each field that is not the optimizer's. */
const own = {
  batchSize: fields.batchSize.schema,
  epochs: fields.epochs.schema,
  workers: fields.workers.schema,
  seed: fields.seed.schema,
  validationSplit: fields.validationSplit.schema,
  trainImages: fields.trainImages.schema.default(0),
  logEvery: fields.logEvery.schema,
  checkpointEvery: fields.checkpointEvery.schema,
  /** All of a run that was begun before there was a choice. */
  keepCheckpoints: fields.keepCheckpoints.schema.default('all'),
  engine: fields.engine.schema,
  threads: fields.threads.schema
} satisfies Readonly<Record<OwnFieldName, z.ZodType>>

/**
 * Everything that decides what a run computes. Same configuration, engine and arithmetic: the same weights to the bit.
 */
export const runConfig = z.object({ model: modelSpec, optimizer: optimizerSpec, ...own })
export type RunConfig = z.infer<typeof runConfig>

/** The lesson's settings. */
export const lessonConfig: RunConfig & { readonly optimizer: SgdSpec } = {
  model: lessonModel,
  optimizer: defaultOptimizers.sgd,
  batchSize: 4,
  epochs: 2,
  workers: 2,
  seed: 1,
  validationSplit: 0,
  trainImages: 0,
  logEvery: 2000,
  checkpointEvery: 2000,
  keepCheckpoints: 'spread',
  engine: 'auto',
  threads: 0
}
