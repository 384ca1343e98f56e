import { trainableShapes } from '../model/infer-shapes'
import { type TrainingState, withoutOptimizer } from '../model/weights'
import type { RunConfig } from '../settings/run-config'
import type { Checkpoint } from './checkpoint'

/**
 * The checkpoint that a fork begins with: the weights of its parent, for training that continues with the fork's settings.
 * @param lastPoint the last step up to here that the loss curve covers; undefined where it is not known
 * @param hasBest whether the fork has the checkpoint of the best epoch so far
 */
export function forkedCheckpoint(
  checkpoint: Checkpoint,
  config: RunConfig,
  lastPoint: number | undefined,
  hasBest: boolean
): Checkpoint {
  const { position, average, ...rest } = checkpoint
  return {
    ...rest,
    config,
    ...(config.ema > 0 ? { average } : {}),
    state: forkedState(checkpoint, config),
    position: {
      ...position,
      learningRate: config.optimizer.learningRate,
      // A mean over another number of steps begins again.
      runningLoss:
        config.logEvery === checkpoint.config.logEvery ? position.runningLoss : { sum: 0, count: 0 },
      // A run that has finished told its last point after its last checkpoint.
      point: lastPoint === position.step ? { sum: 0, count: 0 } : position.point,
      best: hasBest ? position.best : undefined
    }
  }
}

/** What the optimizer keeps is of use to the same optimizer of the same parameters only. */
function forkedState({ config: before, state }: Checkpoint, config: RunConfig): TrainingState {
  const trained = ({ model }: RunConfig): string =>
    trainableShapes(model)
      .map(({ name }) => name)
      .join()
  return before.optimizer.type === config.optimizer.type && trained(before) === trained(config)
    ? state
    : withoutOptimizer(state)
}
