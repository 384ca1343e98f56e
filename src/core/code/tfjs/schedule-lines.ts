import type { DatasetInfo } from '../../data/dataset-info'
import type { OptimizerType } from '../../optimizers/optimizer-kinds'
import { isScheduled } from '../../schedules/is-scheduled'
import { scheduleKinds } from '../../schedules/schedule-kinds'
import type { RunConfig } from '../../settings/run-config'
import { trainingSize } from '../../training/training-size'
import { call, type CodeLine, codeLine as line, name } from '../code-line'
import { scheduleLinesText } from './schedule-lines.text'

/** `rateAt`, the learning rate of a step; none where it stays as it is. TensorFlow.js has no schedulers of its own. */
export function scheduleLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!isScheduled(config)) return []
  const { batchSize, epochs, warmup, schedule, optimizer } = config
  const say = scheduleLinesText(config, trainingSize(config, dataset.splits.train.images).totalSteps)
  const { learningRate } = optimizer
  const rises = warmup > 0
  return [
    line('schedule', say.perEpoch)`const perEpoch = Math.ceil(trainRows.length / ${batchSize})`,
    line('schedule', say.steps)`const steps = ${epochs} * perEpoch`,
    ...(rises
      ? [
          line('warmup', say.warmup)`const warmup = Math.floor(${warmup} * steps)`,
          ...(schedule === 'constant' ? [] : [line('warmup', say.rest)`const rest = steps - warmup`])
        ]
      : []),
    ...scheduleKinds[schedule]
      .tfjs(rises ? 'rest' : 'steps')
      .map(({ code, note }) => line('schedule', note)`${call(code)}`),
    ...(rises
      ? [
          line('schedule', say.rateAt)`const rateAt = (step) => ${learningRate} * (step < warmup`,
          line('warmup', say.rise)`  ? (step + 1) / (warmup + 1)`,
          line('schedule', say.afterRise)`  : factor(step - warmup))`
        ]
      : [line('schedule', say.rateAt)`const rateAt = (step) => ${learningRate} * factor(step)`])
  ]
}

/** Sets the rate of the step that follows. */
export function nextRateLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!isScheduled(config)) return []
  const say = scheduleLinesText(config, trainingSize(config, dataset.splits.train.images).totalSteps)
  return [line('schedule', say.setRate)`      ${name(setters[config.optimizer.type])}`]
}

const assignment = 'optimizer.learningRate = rateAt(step)'
const setters: Readonly<Record<OptimizerType, string>> = {
  // It keeps the negated rate in a tensor of its own.
  sgd: 'optimizer.setLearningRate(rateAt(step))',
  adagrad: assignment,
  rmsprop: assignment,
  adam: assignment,
  adamw: assignment,
  muon: assignment
}
