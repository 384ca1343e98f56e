import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { classCount } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import { untrainedState } from '../../src/core/model/weights'
import type { RunConfig } from '../../src/core/settings/run-config'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { balancedWeights } from '../../src/core/training/class-weights'
import { startPosition } from '../../src/core/training/train-job'
import { referenceEngine } from '../../src/engine/reference/engine'
import { batch, testImages, trainingLabels } from '../code/reference-steps'
import { steadyRates } from '../engine-conformance/steady-rates'

/** What the reference engine makes of a configuration. */
interface Trained {
  /** After some steps. */
  readonly checkpoint: Checkpoint
  /** Of all images, with the weights of the checkpoint: [images * classes]. */
  readonly logits: readonly number[]
  /** Of the steps behind the checkpoint. */
  readonly losses: readonly number[]
}

/** Trains a few steps, keeps a checkpoint, and trains as many again. */
export async function trainedFurther(config: RunConfig): Promise<Trained> {
  const { images, labels } = testImages()
  const steps = labels.length / batch
  const program = await referenceEngine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: batch,
    labelSmoothing: config.labelSmoothing,
    classWeights:
      config.classWeights === 'equal' ? undefined : balancedWeights(trainingLabels, lessonDataset.classes),
    clipNorm: config.clip,
    threads: 1,
    seed: config.seed,
    state: untrainedState(initialWeights(config.model, config.seed))
  })
  const slot = program.createSlot(labels.length)
  slot.images.set(images)
  slot.labels.set(labels)
  const rates = steadyRates(config.optimizer, steps)
  const losses = new Float32Array(steps)
  await program.train(slot, 0, labels.length, batch, rates, losses)
  const checkpoint: Checkpoint = {
    config,
    classes: lessonDataset.classes,
    dataset: lessonDataset,
    epoch: 1,
    position: { ...startPosition(config.optimizer.learningRate), step: steps },
    state: await program.readState(),
    versions: {}
  }
  const logits = new Float32Array(labels.length * classCount(config.model))
  await program.predict(slot, labels.length, logits)
  await program.train(slot, 0, labels.length, batch, rates, losses)
  await program.dispose()
  return { checkpoint, logits: [...logits], losses: [...losses] }
}
