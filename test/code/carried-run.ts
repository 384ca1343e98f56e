import { required } from '../../src/core/base/required'
import { augmentationOf } from '../../src/core/augmentation/augmentation'
import type { Dataset } from '../../src/core/data/image-set'
import { untrainedState } from '../../src/core/model/weights'
import type { RunConfig } from '../../src/core/settings/run-config'
import { runRows } from '../../src/core/training/batch-order'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { classWeights } from '../../src/core/training/class-weights'
import { inlineLoader } from '../../src/core/training/loader'
import { startWeights } from '../../src/core/training/start-weights'
import { train } from '../../src/core/training/train'
import { startPosition, type TrainingSnapshot } from '../../src/core/training/train-job'
import { referenceEngine } from '../../src/engine/reference/engine'

/** A training here from beginning to end. */
export interface CarriedRun {
  /** Those that it logs after a step. */
  readonly lossesAfter: (step: number) => readonly number[]
  /** As it was on the way; `checkpointEvery` says where. */
  readonly checkpointAt: (step: number) => Checkpoint
  readonly last: TrainingSnapshot
}

/** @param info what the checkpoints say of the data set */
export async function carriedRun(
  config: RunConfig,
  dataset: Dataset,
  info = dataset.info
): Promise<CarriedRun> {
  const state = untrainedState(startWeights(config, dataset.train))
  const program = await referenceEngine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: config.batchSize,
    labelSmoothing: config.labelSmoothing,
    classWeights: classWeights(config, dataset.train, info.classes),
    clipNorm: config.clip,
    threads: 1,
    seed: config.seed,
    state
  })
  const logged: { readonly step: number; readonly loss: number }[] = []
  const saved: TrainingSnapshot[] = []
  await train({
    config,
    program,
    loader: inlineLoader({ set: dataset.train, augmentation: augmentationOf(config) }),
    rows: runRows(config, dataset.train.count).train,
    position: startPosition(config.optimizer.learningRate),
    clock: () => 0,
    now: () => 0,
    emit: (event) => {
      if (event.type === 'log') logged.push(event)
    },
    nextRequest: () => Promise.resolve({ kind: 'continue' }),
    examine: () => Promise.reject(new Error('Nothing is trained by itself here.')),
    saveCheckpoint: (snapshot) => {
      saved.push(snapshot)
      return Promise.resolve(0)
    }
  })
  await program.dispose()
  return {
    lossesAfter: (step) => logged.filter((one) => one.step > step).map(({ loss }) => loss),
    last: required(saved.at(-1), 'a last checkpoint'),
    checkpointAt: (step) => {
      const snapshot = required(
        saved.find(({ position }) => position.step === step),
        'a checkpoint at this step'
      )
      return { config, classes: info.classes, dataset: info, epoch: 1, versions: {}, ...snapshot }
    }
  }
}
