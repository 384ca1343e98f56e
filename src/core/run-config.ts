import { engineIds } from './engine-id'
import { lessonModel } from './lesson-model'
import { modelSpec } from './model-spec'
import { defaultOptimizers, optimizerSpec, type SgdSpec } from './optimizers/optimizer-kinds'
import { z } from './schema'

function whole(what: string, min: number, max: number): z.ZodInt {
  const range = `${what} must be a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`
  return z.int(range).min(min, range).max(max, range)
}

/** Which checkpoints of a run stay on disk as newer ones are written; see `superfluousCheckpoints`. */
export const keepChoices = ['spread', 'all', 'latest'] as const

export const engineChoices = ['auto', ...engineIds] as const

/**
 * Everything that decides what a run computes. Same configuration, engine and arithmetic: the same weights to the bit.
 */
export const runConfig = z.object({
  model: modelSpec,
  optimizer: optimizerSpec,
  /** Images in a mini-batch. */
  batchSize: whole('batch size', 1, 10_000),
  epochs: whole('epochs', 1, 1_000),
  /** Loader workers that prepare batches ahead; 0 prepares them in the training thread itself. */
  workers: whole('workers', 0, 16),
  seed: whole('seed', 0, 4_294_967_295),
  /** Share of the training images held back for validation. */
  validationSplit: z
    .number('the validation split must be a number')
    .min(0, 'the validation split must lie in 0 to 0.9')
    .max(0.9, 'the validation split must lie in 0 to 0.9'),
  /** Train on the first so many only of the images that are not held back, so that over-fitting shows; 0: on all. */
  trainImages: whole('training images', 0, 10_000_000).default(0),
  /** Mini-batches over which the running loss is averaged and printed. */
  logEvery: whole('log interval', 1, 1_000_000),
  /** Steps between checkpoints; there is always one at the end of an epoch and when a run stops. */
  checkpointEvery: whole('checkpoint interval', 1, 10_000_000),
  /** Of those, the ones that stay; all of a run that was begun before there was a choice. */
  keepCheckpoints: z
    .enum(keepChoices, `the checkpoints to keep must be one of ${keepChoices.join(', ')}`)
    .default('all'),
  engine: z.enum(engineChoices, `engine must be one of ${engineChoices.join(', ')}`),
  /** Compute threads; 0 lets the engine choose. */
  threads: whole('threads', 0, 64)
})
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
