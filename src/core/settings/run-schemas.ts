import { augmentationKinds, augmentationSchemas } from '../augmentation/augmentation-kinds'
import { engineIds } from '../base/engine-id'
import { scheduleNames } from '../schedules/schedule-kinds'
import { z } from '../base/schema'
import { whole } from '../base/whole'

/** Which checkpoints of a run stay on disk as newer ones are written; see `superfluousCheckpoints`. */
export const keepChoices = ['spread', 'all', 'latest'] as const

/** How much images of each class count in the loss; core/training/class-weights. */
export const classWeightChoices = ['equal', 'balanced'] as const

export const engineChoices = ['auto', ...engineIds] as const

/** What the settings of a run may be, apart from the network and the optimizer. What people read of them: settings.ts. */
export const runSchemas = {
  /** Images in a mini-batch. */
  batchSize: whole('batch size', 1, 10_000),
  epochs: whole('epochs', 1, 1_000),
  /** Loader workers that prepare batches ahead; 0 prepares them in the training thread itself. */
  workers: whole('workers', 0, 16),
  seed: whole('seed', 0, 4_294_967_295),
  /** Share of the training images held back for validation. */
  validationSplit: z
    .number('the validation split must be a number')
    .min(0, 'the validation split must be from 0 to 0.9 (90 %)')
    .max(0.9, 'the validation split must be from 0 to 0.9 (90 %)'),
  /** Train on the first so many only of the images that are not held back, so that over-fitting shows; 0: on all. */
  trainImages: whole('training images', 0, 10_000_000).default(0),
  /** How the learning rate changes from step to step; core/schedules. */
  schedule: z
    .enum(scheduleNames, `the schedule must be one of ${scheduleNames.join(', ')}`)
    .default('constant'),
  /** Share of the steps in which the learning rate rises to its full value. */
  warmup: z
    .number('the warm-up must be a number')
    .min(0, 'the warm-up must be from 0 to 0.9 (90 %)')
    .max(0.9, 'the warm-up must be from 0 to 0.9 (90 %)')
    .default(0),
  /** Share of each label that the loss spreads evenly over all classes; core/maths/softmax.ts. */
  labelSmoothing: z
    .number('the label smoothing must be a number')
    .min(0, 'the label smoothing must be from 0 to 0.9 (90 %)')
    .max(0.9, 'the label smoothing must be from 0 to 0.9 (90 %)')
    .default(0),
  /** How much images of each class count in the loss; core/training/class-weights. */
  classWeights: z
    .enum(classWeightChoices, `the class weights must be one of ${classWeightChoices.join(', ')}`)
    .default('equal'),
  /** The most that the norm of all gradients of a step together may be; 0: whatever it is. core/maths/clip-factor.ts. */
  clip: z
    .number('the gradient clipping must be a number')
    .min(0, 'the gradient clipping must be from 0 to 1,000,000')
    .max(1e6, 'the gradient clipping must be from 0 to 1,000,000')
    .default(0),
  /** Epochs in a row without a lower validation loss after which the training ends; 0: it never ends early. */
  patience: whole('early stopping', 0, 1_000).default(0),
  /** Share of the moving average of the weights that each of its updates keeps; 0: there is none. */
  ema: z
    .number('the weight averaging must be a number')
    .min(0, 'the weight averaging must be from 0 to 0.9999')
    .max(0.9999, 'the weight averaging must be from 0 to 0.9999')
    .default(0),
  /** Steps between two evaluations while it trains, besides those after each epoch; 0: no others. */
  evaluateEvery: whole('evaluation interval', 0, 1_000_000).default(0),
  /** Whether the test images are evaluated too while it trains, to be watched: nothing is chosen by them. */
  watchTest: z.boolean('watching the test images must be true or false').default(false),
  // How training images are changed, a little differently in every epoch; core/augmentation.
  flip: augmentationSchemas.flip.default(augmentationKinds.flip.off),
  crop: augmentationSchemas.crop.default(augmentationKinds.crop.off),
  brightness: augmentationSchemas.brightness.default(augmentationKinds.brightness.off),
  contrast: augmentationSchemas.contrast.default(augmentationKinds.contrast.off),
  cutout: augmentationSchemas.cutout.default(augmentationKinds.cutout.off),
  /** Mini-batches over which the running loss is averaged and printed. */
  logEvery: whole('log interval', 1, 1_000_000),
  /** Steps between checkpoints; there is always one at the end of an epoch and when a run stops. */
  checkpointEvery: whole('checkpoint interval', 1, 10_000_000),
  /** Of the checkpoints, the ones that stay; all of a run that was begun before there was a choice. */
  keepCheckpoints: z
    .enum(keepChoices, `the checkpoints to keep must be one of ${keepChoices.join(', ')}`)
    .default('all'),
  engine: z.enum(engineChoices, `engine must be one of ${engineChoices.join(', ')}`),
  /** Compute threads; 0 lets the engine choose. */
  threads: whole('threads', 0, 64)
} as const

export type OwnFieldName = keyof typeof runSchemas
