import type { DatasetInfo } from '../../data/dataset-info'
import { scheduleKinds } from '../../schedules/schedule-kinds'
import { warmupSteps } from '../../schedules/rate-factor'
import type { RunConfig } from '../../settings/run-config'
import { trainingSize } from '../../training/training-size'
import { call, type CodeLine, codeLine as line, name } from '../code-line'
import { scheduleLinesText } from './schedule-lines.text'

type Words = ReturnType<typeof scheduleLinesText>

/** torch's scheduler as the settings say; none for a learning rate that stays as it is. */
export function scheduleLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!hasScheduler(config, dataset)) return []
  const { epochs, warmup } = config
  const say = scheduleLinesText(config, trainingSize(config, dataset.splits.train.images).totalSteps)
  const steps = line('schedule', say.steps)`steps = ${epochs} * len(train_loader)`
  if (!rises(config, dataset)) return [steps, ...scheduler(config, 'scheduler', 'steps', say.scheduler, say)]
  const falls = scheduleKinds[config.schedule].pytorch !== undefined
  return [
    steps,
    line('warmup', say.warmup)`warmup = int(${warmup} * steps)`,
    line('warmup', say.rise)`${name(falls ? 'rise' : 'scheduler')} = optim.lr_scheduler.LinearLR(`,
    line('warmup', say.riseOptimizer)`    optimizer,`,
    line('warmup', say.riseStart)`    start_factor=1 / (warmup + 1),`,
    line('warmup', say.riseSteps)`    total_iters=warmup`,
    line('warmup', say.riseEnd)`)`,
    ...(falls
      ? [
          line('schedule', say.rest)`rest = steps - warmup`,
          ...scheduler(config, 'fall', 'rest', say.fall, say),
          line('schedule', say.sequence)`scheduler = optim.lr_scheduler.SequentialLR(`,
          line('schedule', say.sequenceArguments)`    optimizer, [rise, fall], [warmup]`,
          line('schedule', say.sequenceEnd)`)`
        ]
      : [])
  ]
}

/** What the training loop does after each step where there is a scheduler. */
export function nextRateLines(config: RunConfig, dataset: DatasetInfo): readonly CodeLine[] {
  if (!hasScheduler(config, dataset)) return []
  const say = scheduleLinesText(config, trainingSize(config, dataset.splits.train.images).totalSteps)
  return [line('schedule', say.next)`            scheduler.step()`]
}

const hasScheduler = (config: RunConfig, dataset: DatasetInfo): boolean =>
  scheduleKinds[config.schedule].pytorch !== undefined || rises(config, dataset)

/** A warm-up of less than a step is none. */
const rises = (config: RunConfig, dataset: DatasetInfo): boolean =>
  warmupSteps(config, trainingSize(config, dataset.splits.train.images).totalSteps) > 0

function scheduler(
  { schedule, optimizer }: RunConfig,
  variable: string,
  steps: string,
  note: string,
  say: Words
): readonly CodeLine[] {
  const made = scheduleKinds[schedule].pytorch?.(optimizer.learningRate, steps)
  if (made === undefined) return []
  return [
    line('schedule', note)`${name(variable)} = optim.lr_scheduler.${made.name}(`,
    line('schedule', say.optimizer)`    optimizer,`,
    ...made.arguments.map((argument) => line('schedule', argument.note)`    ${call(argument.code)}`),
    line('schedule', say.end)`)`
  ]
}
