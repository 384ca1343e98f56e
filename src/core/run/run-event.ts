import { channelOrder } from '../data/channel-order'
import { datasetId } from '../data/dataset-id'
import { datasetInfo, recordedDataset } from '../data/dataset-info'
import { engineIds } from '../base/engine-id'
import { engineChoice } from '../engine/engine-speed'
import { confusionCell, evaluation } from './evaluation'
import { labErrorData } from '../base/lab-error'
import { pixelRanges } from '../model/pixel-range'
import { runConfig } from '../settings/run-config'
import { runOrigin } from './run-origin'
import { z } from '../base/schema'

export const deviceInfo = z.object({
  engine: z.enum(engineIds),
  label: z.string(),
  description: z.string(),
  threads: z.int(),
  arithmetic: z.string().optional()
})

/** Milliseconds since 1970 (UTC). */
const at = z.number()
/** Optimizer steps since the start of the run. */
const step = z.int().min(0)
/** Counted from 1, as people do and as the lesson prints it. */
const epoch = z.int().min(1)

/** Earlier versions told no more of the data set than this. */
const earlierDataset = datasetId.extend({ classes: z.array(z.string()) })
const startedOn = z.union([datasetInfo, earlierDataset])

export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('failed'), error: labErrorData }),
  /** The training process or the machine went away; the run resumes from its last checkpoint. */
  z.object({ kind: z.literal('interrupted'), error: labErrorData })
])
export type Outcome = z.infer<typeof outcome>

/** One line of the log. `batch` counts within the epoch. */
export const logEvent = z.object({
  type: z.literal('log'),
  at,
  step,
  epoch,
  batch: z.int().min(1),
  loss: z.number()
})

/** Everything that can happen to a run. A run is the fold of its events (`foldRun`). */
export const runEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    at,
    config: runConfig,
    device: deviceInfo,
    /** Where it is not simply the engine that the configuration names. */
    choice: engineChoice.optional(),
    dataset: startedOn,
    trainImages: z.int(),
    validationImages: z.int(),
    /** What the finished network is tested on. */
    testImages: z.int().optional(),
    stepsPerEpoch: z.int(),
    totalSteps: z.int(),
    parameters: z.int(),
    versions: z.record(z.string(), z.string())
  }),
  /** One point of the loss curve. */
  z.object({
    type: z.literal('progress'),
    at,
    step,
    epoch,
    /** Mean training loss over the steps since the last point. */
    loss: z.number(),
    /** See `TrainingTimes`. */
    trainMs: z.number(),
    waitMs: z.number(),
    computeMs: z.number().optional(),
    /** Where the engine has timed another step since the last point; see `PhaseTimes`. */
    phases: z
      .object({ samples: z.int(), forward: z.number(), backward: z.number(), update: z.number() })
      .optional()
  }),
  logEvent,
  z.object({
    type: z.literal('checkpoint'),
    at,
    step,
    epoch,
    /** What it takes on disk. */
    bytes: z.int().min(0).optional()
  }),
  /** Older checkpoints that the run's rule no longer keeps. */
  z.object({ type: z.literal('checkpointsRemoved'), at, steps: z.array(step) }),
  /** A checkpoint that cannot be used was found and passed over. It is kept, in `folder`. */
  z.object({ type: z.literal('checkpointDamaged'), at, step, folder: z.string(), error: labErrorData }),
  z.object({
    type: z.literal('validated'),
    at,
    step,
    epoch,
    loss: z.number(),
    accuracy: z.number(),
    /** The same measured on as many of the images that are trained on, or on all where they are fewer. */
    trainLoss: z.number().optional(),
    trainAccuracy: z.number().optional(),
    /** The same of the moving average of the weights, where the run keeps one. */
    averageLoss: z.number().optional(),
    averageAccuracy: z.number().optional(),
    /** How long both measurements took. */
    durationMs: z.number().optional(),
    /** The confusion matrix; missing in events from before it was recorded. */
    cells: z.array(confusionCell).optional()
  }),
  /**
   * An evaluation to be watched: of the validation images inside an epoch, or of the test images, by which nothing is
   * ever chosen.
   */
  z.object({
    type: z.literal('watched'),
    at,
    step,
    epoch,
    split: z.enum(['validation', 'test']),
    /** Mean cross-entropy over the images. */
    loss: z.number(),
    cells: z.array(confusionCell),
    durationMs: z.number()
  }),
  /**
   * The training has ended, and by the validation loss the checkpoint at `step` is its result instead of the last one:
   * see `EarlyStopping`.
   */
  z.object({ type: z.literal('selected'), at, step, epoch, loss: z.number() }),
  /** One mini-batch trained by itself, in a run that is paused and stays so. */
  z.object({
    type: z.literal('stepped'),
    at,
    /** This one included. */
    step,
    epoch,
    /** Counts within the epoch. */
    batch: z.int().min(1),
    learningRate: z.number(),
    /** The mini-batch: rows of the training set, their classes, and what the network took them for before the step. */
    rows: z.array(z.int().min(0)),
    labels: z.array(z.int().min(0)),
    predicted: z.array(z.int().min(0)),
    /** Mean cross-entropy of the mini-batch before the step. */
    loss: z.number(),
    /** L2 norm of each trainable parameter's gradient, in layer order. */
    gradients: z.array(z.object({ name: z.string(), norm: z.number() }))
  }),
  z.object({
    type: z.literal('evaluated'),
    at,
    step,
    evaluation,
    /** What the moving average of the weights gets right, where the checkpoint has one. */
    averaged: evaluation.optional(),
    /** The scores are means over each image and its mirror image. */
    mirrored: z.boolean().optional(),
    /** Whose test images they were; missing in events from before it was recorded. */
    dataset: datasetId.optional()
  }),
  z.object({ type: z.literal('learningRateChanged'), at, step, learningRate: z.number() }),
  z.object({ type: z.literal('paused'), at, step }),
  /** After a pause, or from the checkpoint at `step` after the run had ended early. */
  z.object({
    type: z.literal('resumed'),
    at,
    step,
    device: deviceInfo,
    /** In the first training of a fork: why it is that device, where the engine was left to `auto`. */
    choice: engineChoice.optional(),
    /** What trains it from here on; not told after a pause. */
    versions: z.record(z.string(), z.string()).optional()
  }),
  /**
   * Everything before this event is the history of another run up to its checkpoint at `step`. From there this run
   * continues with its own settings. `resumed` follows once the engine is ready.
   */
  z.object({
    type: z.literal('forked'),
    at,
    step,
    epoch,
    from: runOrigin,
    config: runConfig,
    dataset: datasetInfo,
    trainImages: z.int(),
    validationImages: z.int(),
    testImages: z.int(),
    stepsPerEpoch: z.int(),
    /** Of the whole run, its history included. */
    totalSteps: z.int(),
    parameters: z.int()
  }),
  /** A run that came out of a checkpoint file instead of training here. */
  z.object({
    type: z.literal('imported'),
    at,
    step,
    epoch: z.int().min(0),
    fileName: z.string(),
    /** sha256 of its files, by which the same are known again; missing in events from before it was recorded. */
    content: z.string().optional(),
    /** sha256 of the files, whatever was said of them besides; missing in events from before anybody was asked. */
    files: z.string().optional(),
    /** In which order the file has the colours, where somebody said so. The weights here take red first. */
    channels: channelOrder.optional(),
    /** The names of the file's scores in their order, where it is not that of `classes`: the scores here have changed places. */
    order: z.array(z.string()).optional(),
    /** Which network its weights were put into, and where they lie in the file. */
    fit: z.object({ network: z.string(), tensors: z.array(z.int()).optional() }).optional(),
    config: runConfig,
    classes: z.array(z.string()),
    /** What it was trained on and what made it, as far as the file tells. */
    dataset: recordedDataset.optional(),
    /** Whether the file says which pixels the network takes, or the usual ones are assumed. */
    assumesPixels: z.boolean().optional(),
    versions: z.record(z.string(), z.string())
  }),
  /** The user said which pixels a network that came out of a file takes. */
  z.object({ type: z.literal('pixelsChosen'), at, step, pixels: pixelRanges }),
  z.object({ type: z.literal('ended'), at, step, outcome })
])
export type RunEvent = z.infer<typeof runEvent>
