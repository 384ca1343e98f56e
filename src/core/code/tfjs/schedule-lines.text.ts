import { formatCount } from '../../format/format-number'
import { warmupSteps } from '../../schedules/rate-factor'
import type { RunConfig } from '../../settings/run-config'

/** What people read beside the lines that compute the learning rate of a step. @param steps of the whole training */
export function scheduleLinesText(config: RunConfig, steps: number) {
  const { batchSize, epochs, optimizer } = config
  const rise = warmupSteps(config, steps)
  return {
    perEpoch: `The number of batches in an epoch. \`Math.ceil\` rounds up: the last one may have fewer than ${formatCount(batchSize)} ${batchSize === 1 ? 'image' : 'images'}.`,
    steps: `How many steps the training has, with ${epochs === 1 ? 'one epoch' : `${formatCount(epochs)} epochs`}: **${formatCount(steps)}**.`,
    warmup: `How many of them the warm-up takes: **${formatCount(rise)}**, rounded down.`,
    rest: 'The steps that are left for the schedule.',
    rateAt: `The learning rate of a step, counted from 0: **${optimizer.learningRate}** times what the schedule says.`,
    rise: 'In the warm-up it rises by the same amount in every step.',
    afterRise: 'After that, the schedule begins.',
    setRate: 'Sets the learning rate of this step. TensorFlow.js has no schedulers, so the loop does it.'
  }
}
