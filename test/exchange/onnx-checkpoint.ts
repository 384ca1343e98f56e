import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { untrainedState, type Weights } from '../../src/core/model/weights'
import type { RunConfig } from '../../src/core/settings/run-config'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { startPosition } from '../../src/core/training/train-job'

/** A network with the lesson's classes, before it is trained. */
export function onnxCheckpoint(config: RunConfig, weights: Weights): Checkpoint {
  return {
    config,
    classes: lessonDataset.classes,
    dataset: undefined,
    epoch: 0,
    position: startPosition(config.optimizer.learningRate),
    state: untrainedState(weights),
    versions: {}
  }
}
