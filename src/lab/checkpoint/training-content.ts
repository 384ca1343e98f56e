import type { Checkpoint } from '../../core/training/checkpoint'
import { checkSize } from '../../core/model/check-size'
import { classesProblem } from '../../core/exchange/written-classes'
import { mostClasses, recordedDataset } from '../../core/data/dataset-info'
import { classCount, parameterShapes, trainableShapes } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import type { ModelSpec } from '../../core/model/model-spec'
import { knobs } from '../../core/optimizers/knobs'
import { optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { lessonConfig, runConfig } from '../../core/settings/run-config'
import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import { startPosition } from '../../core/training/train-job'
import { untrainedState, type Weights } from '../../core/model/weights'
import { formatCount } from '../../core/format/format-number'
import { hints, invalidCheckpoint, parsePart } from './invalid-checkpoint'
import { sha256 } from '../storage/sha256'
import { decodeValues, encodeValues, valueBytes } from './weight-values'

const text = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u, 'must be plain text of at most 200 characters')
const partialMean = z.object({ sum: z.number(), count: z.int().min(0) })

/** What training.json and *.tenfold.json keep beside network and weights. */
const trainingContent = z.object({
  config: runConfig,
  classes: z.array(text).min(1).max(mostClasses),
  dataset: recordedDataset.nullable(),
  assumesPixels: z.boolean().optional(),
  assumesClasses: z.boolean().optional(),
  leftOut: z.array(text).optional(),
  epoch: z.int().min(0),
  position: z.object({
    step: z.int().min(0),
    runningLoss: partialMean,
    point: partialMean,
    trainMs: z.number().min(0),
    waitMs: z.number().min(0),
    computeMs: z.number().min(0).optional(),
    learningRate: knobs.learningRate.schema,
    best: z.object({ step: z.int().min(0), epoch: z.int().min(1), loss: z.number() }).optional()
  }),
  /** See `TrainingState`; left out where the optimizer has taken every step. */
  optimizerSteps: z.int().min(0).optional(),
  /** In the order of `optimizerStateNames`; data: base64 of the values for all trainable parameters, in layer order, float32. */
  slots: z.array(z.object({ name: z.string(), data: z.string() })),
  /** The moving average of the weights, where the run keeps one: base64 of all its values in layer order, float32. */
  average: z.string().optional(),
  /** Over all weights in layer order, float32: of weights.bin as Tenfold writes it. */
  weightsSha256: z.string(),
  versions: z.record(text, text)
})

/** @throws LabError 'diverged' when what the optimizer keeps or a running loss is no longer finite */
export function encodeTraining(checkpoint: Checkpoint, weights: Uint8Array): z.input<typeof trainingContent> {
  const { config, classes, dataset, assumesPixels, assumesClasses, leftOut } = checkpoint
  const { epoch, position, state, average, versions } = checkpoint
  const names = optimizerStateNames(config.optimizer)
  encodeValues([Float32Array.of(position.runningLoss.sum, position.point.sum)], 'running losses')
  return {
    config,
    classes: [...classes],
    dataset: dataset ?? null,
    ...(assumesPixels === true ? { assumesPixels } : {}),
    ...(assumesClasses === true ? { assumesClasses } : {}),
    ...(leftOut === undefined ? {} : { leftOut: [...leftOut] }),
    epoch,
    position,
    ...(state.optimizerSteps === state.step ? {} : { optimizerSteps: state.optimizerSteps }),
    slots: state.optimizerState.map((arrays, i) => {
      const name = required(names[i], 'a name for what the optimizer keeps')
      return { name, data: Buffer.from(encodeValues(arrays, `optimizer's ${name}`)).toString('base64') }
    }),
    ...(average === undefined ? {} : { average: encodeAverage(average) }),
    weightsSha256: sha256(weights),
    versions
  }
}

function encodeAverage(average: Weights): string {
  return Buffer.from(
    encodeValues(
      average.map(({ values }) => values),
      'averaged weights'
    )
  ).toString('base64')
}

/**
 * @param content unsealed, in today's version
 * @throws LabError 'checkpoint-invalid' when it does not belong to this network and these weights
 */
export function decodeTraining(
  content: unknown,
  model: ModelSpec,
  weights: Weights,
  file: string
): Checkpoint {
  const training = parsePart(trainingContent, content, `The training state in ${file}`)
  if (JSON.stringify(training.config.model) !== JSON.stringify(model)) {
    throw invalidCheckpoint(`The training state in ${file} belongs to another network.`, hints.damaged)
  }
  const bytes = encodeValues(
    weights.map((weight) => weight.values),
    'weights'
  )
  if (sha256(bytes) !== training.weightsSha256) {
    throw invalidCheckpoint(
      `The weights were changed: they do not match the sha256 in ${file}.`,
      hints.damaged
    )
  }
  if (training.classes.length !== classCount(model)) {
    throw invalidCheckpoint(
      `${file} names ${training.classes.length} classes, but the network has ${classCount(model)}.`,
      hints.damaged
    )
  }
  const names = optimizerStateNames(training.config.optimizer)
  const { slots } = training
  const optimizerSteps = training.optimizerSteps ?? training.position.step
  if (optimizerSteps > training.position.step) {
    throw invalidCheckpoint(`The optimizer in ${file} has taken more steps than the run.`, hints.damaged)
  }
  if (slots.length > 0 && slots.map(({ name }) => name).join() !== names.join()) {
    throw invalidCheckpoint(
      `The optimizer's values in ${file} do not belong to its optimizer.`,
      hints.damaged
    )
  }
  const { config, classes, dataset, assumesPixels, assumesClasses, leftOut, epoch, position, versions } =
    training
  const trainable = trainableShapes(model)
  return {
    config,
    classes,
    dataset: dataset ?? undefined,
    ...(assumesPixels === true ? { assumesPixels } : {}),
    ...(assumesClasses === true ? { assumesClasses } : {}),
    ...(leftOut === undefined ? {} : { leftOut }),
    epoch,
    position,
    state: {
      weights,
      optimizerState: slots.map(({ name, data }) => {
        const label = `The optimizer's ${name} values in ${file}`
        return decodeValues(trainable, decodeBase64(data, valueBytes(trainable), label), label)
      }),
      step: position.step,
      optimizerSteps
    },
    ...(training.average === undefined
      ? {}
      : { average: decodeAverage(training.average, model, `The averaged weights in ${file}`) }),
    versions
  }
}

function decodeAverage(data: string, model: ModelSpec, label: string): Weights {
  const shapes = parameterShapes(model)
  const values = decodeValues(shapes, decodeBase64(data, valueBytes(shapes), label), label)
  return shapes.map(({ name, shape }, i) => ({
    name,
    shape,
    values: required(values[i], 'values of each parameter')
  }))
}

/** A network from elsewhere, with the lesson's settings around it. */
export function untrained(
  model: ModelSpec,
  weights: Weights,
  told: {
    readonly pixels: boolean
    readonly labels?: readonly string[] | undefined
    readonly leftOut?: readonly string[] | undefined
  }
): Checkpoint {
  const classes = classCount(model)
  const { labels: given = [], leftOut = [] } = told
  const labels = classesProblem(given, classes) === undefined ? given : undefined
  return {
    config: { ...lessonConfig, model },
    classes: labels ?? Array.from({ length: classes }, (_, i) => `class ${i + 1}`),
    dataset: undefined,
    ...(told.pixels ? {} : { assumesPixels: true }),
    ...(labels === undefined ? { assumesClasses: true } : {}),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    epoch: 0,
    position: startPosition(lessonConfig.optimizer.learningRate),
    state: untrainedState(weights),
    versions: {}
  }
}

/** @throws LabError 'checkpoint-invalid' unless it is exactly that many bytes in base64 */
export function decodeBase64(data: string, needed: number, what: string): Uint8Array {
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length === needed && data.length === 4 * Math.ceil(needed / 3)) return bytes
  throw invalidCheckpoint(
    `${what} have ${formatCount(bytes.length)} bytes, but the network needs ${formatCount(needed)}.`,
    hints.damaged
  )
}

/**
 * The weights as bytes, in layer order: weights.bin.
 * @throws LabError 'diverged', 'invalid-input' for a network that is too large, or 'internal' when they are not those of
 * the checkpoint's network
 */
export function encodeWeights(checkpoint: Checkpoint): Uint8Array {
  const { config, state } = checkpoint
  const needed = valueBytes(parameterShapes(config.model))
  checkSize(config.model)
  const bytes = encodeValues(
    state.weights.map(({ values }) => values),
    'weights'
  )
  if (bytes.length === needed) return bytes
  throw new LabError(
    'internal',
    `The weights have ${formatCount(bytes.length)} bytes, but the network needs ${formatCount(needed)}.`,
    'This is an error inside Tenfold. Report it with the run’s configuration.'
  )
}
