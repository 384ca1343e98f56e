import type { BatchSlot, CompileRequest } from '../../core/engine/engine'
import type { ImageSet } from '../../core/data/image-set'
import { classCount, parameterShapes, trainableShapes } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import { formatCount } from '../../core/format/format-number'
import { volume } from '../../core/layers/shape'
import type { ModelSpec } from '../../core/model/model-spec'
import { type OptimizerSpec, optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import type { TrainingState } from '../../core/model/weights'

/** @throws LabError 'invalid-input' unless a batch has images, and the state fits */
export function checkCompile(request: CompileRequest): void {
  const { model, optimizer, batchSize, labelSmoothing, classWeights, clipNorm, state } = request
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new LabError(
      'invalid-input',
      `A network cannot be compiled for batches of ${batchSize} images.`,
      'Choose a batch size of at least 1.'
    )
  }
  if (labelSmoothing !== undefined && !(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new LabError(
      'invalid-input',
      `A network cannot be compiled with a label smoothing of ${labelSmoothing}.`,
      'Choose a share from 0 to 0.9.'
    )
  }
  if (classWeights !== undefined) checkClassWeights(classWeights, classCount(model))
  if (clipNorm !== undefined && !(clipNorm >= 0 && Number.isFinite(clipNorm))) {
    throw new LabError(
      'invalid-input',
      `Gradients cannot be clipped to a norm of ${clipNorm}.`,
      'Choose a number that is not negative; 0 turns clipping off.'
    )
  }
  checkState(model, optimizer, state)
}

function checkClassWeights(weights: readonly number[], classes: number): void {
  if (weights.length !== classes) {
    throw new LabError(
      'invalid-input',
      `There are ${formatCount(weights.length)} class weights, but the network has ${formatCount(classes)} classes.`,
      'Give one weight for each class.'
    )
  }
  const wrong = weights.find((weight) => !(weight > 0 && Number.isFinite(weight)))
  if (wrong === undefined) return
  throw new LabError(
    'invalid-input',
    `The class weight ${wrong} cannot be used.`,
    'Choose a number above 0 for each class.'
  )
}

/** @throws LabError 'invalid-input' unless the state has exactly the values that the network and optimizer keep */
export function checkState(model: ModelSpec, optimizer: OptimizerSpec, state: TrainingState): void {
  const shapes = parameterShapes(model)
  const trainable = trainableShapes(model)
  const kept = optimizerStateNames(optimizer).length
  const fits =
    state.weights.length === shapes.length &&
    shapes.every(({ shape }, i) => state.weights[i]?.values.length === volume(shape)) &&
    (state.optimizerState.length === 0 || state.optimizerState.length === kept) &&
    state.optimizerState.every(
      (arrays) =>
        arrays.length === trainable.length &&
        trainable.every(({ shape }, i) => arrays[i]?.length === volume(shape))
    ) &&
    Number.isSafeInteger(state.step) &&
    Number.isSafeInteger(state.optimizerSteps) &&
    state.optimizerSteps >= 0 &&
    state.step >= state.optimizerSteps
  if (fits) return
  throw new LabError(
    'invalid-input',
    'The saved weights do not fit the network: their number or sizes differ.',
    'Load the checkpoint together with the network that it was made with.'
  )
}

/** @throws LabError 'invalid-input' for a batch that the program was not compiled for */
export function checkBatchSize(batchSize: number, largest: number): void {
  if (Number.isSafeInteger(batchSize) && batchSize >= 1 && batchSize <= largest) return
  throw new LabError(
    'invalid-input',
    `A batch of ${batchSize} images was requested from a program that was compiled for up to ${largest}.`,
    'Compile the network for the larger batch.'
  )
}

/** @throws LabError 'invalid-input' unless images [first, first + count) lie inside the slot */
export function checkImages(slot: BatchSlot, first: number, count: number): void {
  const whole = Number.isSafeInteger(first) && Number.isSafeInteger(count)
  if (whole && first >= 0 && count >= 0 && first + count <= slot.labels.length) return
  throw new LabError(
    'invalid-input',
    `Images ${first} to ${first + count} were requested, but the slot holds ${slot.labels.length}.`,
    'Ask for fewer images, or make a larger slot.'
  )
}

/** @throws LabError 'invalid-input' unless each of the labels is a class */
export function checkLabels(labels: BatchSlot['labels'], classes: number): void {
  const wrong = labels.find((label) => label >= classes)
  if (wrong !== undefined) throw notAClass(wrong, classes)
}

/** @throws LabError 'invalid-input' for a row that the data set does not have, or whose label is no class */
export function checkRows(rows: Uint32Array, { labels, count }: ImageSet, classes: number): void {
  for (const row of rows) {
    const label = row < count ? labels[row] : undefined
    if (label === undefined) {
      throw new LabError(
        'invalid-input',
        `Row ${row} was requested, but the data set has ${formatCount(count)} images.`,
        'Train on rows of the data set that the network was compiled with.'
      )
    }
    if (label >= classes) throw notAClass(label, classes)
  }
}

/** @throws LabError 'invalid-input' when results would not fit into the memory that was handed in for them */
export function checkRoom(what: string, values: { readonly length: number }, needed: number): void {
  if (values.length >= needed) return
  throw new LabError(
    'invalid-input',
    `There is room for ${values.length} ${what}, but ${needed} were requested.`,
    'Pass a larger array.'
  )
}

/** @throws LabError 'invalid-input' unless there is a rate for each step, finite and not negative */
export function checkRates(rates: Float64Array, steps: number): void {
  checkRoom('learning rates', rates, steps)
  const wrong = rates.subarray(0, steps).find((rate) => !Number.isFinite(rate) || rate < 0)
  if (wrong === undefined) return
  throw new LabError(
    'invalid-input',
    `The learning rate ${wrong} cannot be used.`,
    'Choose a number that is not negative.'
  )
}

function notAClass(label: number, classes: number): LabError {
  return new LabError(
    'invalid-input',
    `An image has the label ${label}, but the network has only ${classes} classes.`,
    'Give the last layer as many units as the data set has classes.'
  )
}
