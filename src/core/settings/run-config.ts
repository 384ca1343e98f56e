import { lessonModel } from '../model/lesson-model'
import { modelSpec } from '../model/model-spec'
import { defaultOptimizers, optimizerSpec, type SgdSpec } from '../optimizers/optimizer-kinds'
import { z } from '../base/schema'
import { runSchemas } from './run-schemas'

/**
 * Everything that decides what a run computes. Same configuration, engine and arithmetic: the same weights to the bit.
 */
export const runConfig = z.object({ model: modelSpec, optimizer: optimizerSpec, ...runSchemas })
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
  schedule: 'constant',
  warmup: 0,
  labelSmoothing: 0,
  classWeights: 'equal',
  clip: 0,
  patience: 0,
  ema: 0,
  evaluateEvery: 0,
  watchTest: false,
  flip: 'off',
  crop: 0,
  brightness: 0,
  contrast: 0,
  cutout: 0,
  logEvery: 2000,
  checkpointEvery: 2000,
  keepCheckpoints: 'spread',
  engine: 'auto',
  threads: 0
}
