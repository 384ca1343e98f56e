import { formatCount } from '../../format/format-number'
import type { RunConfig } from '../../settings/run-config'
import { averageEvery } from '../../training/weight-average'

/** What people read beside the lines that keep an average of the weights. */
export function averageLinesText({ ema }: Pick<RunConfig, 'ema'>) {
  return {
    decay: `The share of the average that each update keeps, **${ema}**. The closer to 1, the further back it looks: here over about ${formatCount(Math.round(averageEvery / (1 - ema)))} steps.`,
    moving:
      'Defines how the average moves: from its old value and the new weight. The third argument is the number of updates so far; `_` says that it is not needed.',
    formula: 'The exponential moving average: most of the old value, and a little of the new weight.',
    average:
      'Makes the second network. `AveragedModel` copies `net` and keeps an average of its weights; it is never trained itself.',
    arguments:
      '`avg_fn` is the function from above. `use_buffers=True` averages the numbers that layers collect by themselves too, such as the means of batch normalisation.',
    whenToMove: `True for every ${averageEvery}th step. The weights change so little from one step to the next that averaging all of them would only take longer.`,
    move: 'Moves the average towards the weights. The first time, it becomes a copy of them.',
    evalMode: 'Switches the averaged network to answering too.',
    counter: 'Counts the test images that the average predicts correctly, from 0.',
    noGrad: 'No gradients are needed here either.',
    batches: 'Goes through the test images once more.',
    outputs: 'The scores of the averaged network.',
    predicted: 'For each image, the class with the highest of these scores.',
    sum: 'Compares them with the labels and adds up how many are right.',
    share: 'Divides by the number of test images.',
    print: 'Prints it in percent, to compare with the accuracy of the network above.'
  }
}
