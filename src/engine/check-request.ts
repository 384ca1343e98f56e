import type { BatchSlot } from '../core/engine'
import { parameterShapes, trainableShapes } from '../core/infer-shapes'
import { volume } from '../core/layers/layer-kind'
import { LabError } from '../core/lab-error'
import type { ModelSpec } from '../core/model-spec'
import { type OptimizerSpec, optimizerSlots } from '../core/optimizers/optimizer-kinds'
import type { TrainingState } from '../core/weights'

/** @throws LabError 'invalid-input' unless the state has exactly the values that the network and optimizer keep */
export function checkState(model: ModelSpec, optimizer: OptimizerSpec, state: TrainingState): void {
  const shapes = parameterShapes(model)
  const trainable = trainableShapes(model)
  const slots = optimizerSlots(optimizer).length
  const fits =
    state.weights.length === shapes.length &&
    shapes.every(({ shape }, i) => state.weights[i]?.values.length === volume(shape)) &&
    (state.slots.length === 0 || state.slots.length === slots) &&
    state.slots.every(
      (slot) =>
        slot.length === trainable.length &&
        trainable.every(({ shape }, i) => slot[i]?.length === volume(shape))
    )
  if (fits) return
  throw new LabError(
    'invalid-input',
    'The saved weights do not fit the network: their number or sizes differ.',
    'Load the checkpoint together with the network that it was made with.'
  )
}

/** @throws LabError 'invalid-input' unless the batches lie inside the slot and every label is a class */
export function checkBatches(
  slot: BatchSlot,
  first: number,
  count: number,
  batchSize: number,
  limits: { readonly batchSize: number; readonly classes: number }
): void {
  if (batchSize < 1 || batchSize > limits.batchSize) {
    throw new LabError(
      'invalid-input',
      `A batch of ${batchSize} images was asked of a program that was compiled for up to ${limits.batchSize}.`,
      'Compile the network for the larger batch.'
    )
  }
  if (first < 0 || count < 0 || first + count > slot.labels.length) {
    throw new LabError(
      'invalid-input',
      `Images ${first} to ${first + count} were asked for, but the slot holds ${slot.labels.length}.`,
      'Ask for fewer images, or make a larger slot.'
    )
  }
  for (let i = first; i < first + count; i++) {
    const label = slot.labels[i] ?? 0
    if (label >= limits.classes) {
      throw new LabError(
        'invalid-input',
        `An image has the label ${label}, but the network tells only ${limits.classes} classes apart.`,
        'Give the last layer as many units as the data set has classes.'
      )
    }
  }
}
