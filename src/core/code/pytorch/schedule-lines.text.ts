import { formatCount } from '../../format/format-number'
import { warmupSteps } from '../../schedules/rate-factor'
import { scheduleTexts } from '../../schedules/schedule-texts'
import type { RunConfig } from '../../settings/run-config'

/** What people read beside the lines that make the scheduler. @param steps of the whole training */
export function scheduleLinesText(config: RunConfig, steps: number) {
  const rise = warmupSteps(config, steps)
  const { name, about } = scheduleTexts[config.schedule]
  return {
    steps: `How many steps the training has: the batches of an epoch times the epochs, **${formatCount(steps)}**.`,
    scheduler: `Makes the scheduler, which sets the optimizer’s learning rate before every step. This one is the ${name} schedule: it ${about.replace(/ \(.*\)$/, '')}.`,
    warmup: `How many steps the warm-up takes: **${formatCount(rise)}** of them. \`int\` drops what is left of a step.`,
    rise: 'Makes the scheduler of the warm-up, in which the learning rate rises by the same amount in every step.',
    riseOptimizer: 'The optimizer whose rate the warm-up sets.',
    riseStart: `What the rate is multiplied by in the first step: one part in ${formatCount(rise + 1)}, so that it never is 0.`,
    riseSteps: 'The number of steps until the rate reaches its full value.',
    riseEnd: 'Ends the call that makes the warm-up.',
    rest: 'The steps that are left for the schedule itself.',
    fall: `Makes the scheduler for the steps after the warm-up, the ${name} schedule: it ${about.replace(/ \(.*\)$/, '')}.`,
    sequence: 'Makes one scheduler of the two.',
    sequenceArguments: 'First `rise`, then, from the step after the warm-up on, `fall`.',
    sequenceEnd: 'Ends the call that joins the two.',
    optimizer: 'The optimizer whose rate the schedule sets.',
    end: 'Ends the call that makes the schedule.',
    next: 'Tells the scheduler that a step is over: it sets the rate of the next one.'
  }
}
