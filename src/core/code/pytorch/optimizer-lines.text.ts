import type { OptimizerSpec } from '../../optimizers/optimizer-kinds'

/** What people read beside the lines that make loss and optimizer. */
export function optimizerLinesText({ learningRate }: OptimizerSpec, className: string) {
  return {
    loss: 'Makes the loss function. `CrossEntropyLoss` takes a batch of scores and labels, turns the scores into probabilities by softmax, and gives one number: the mean of −ln(probability of the right class). That is why the network ends in plain scores.',
    labelSmoothing: (share: number) =>
      `The share of each label that is spread evenly over all classes: **${share}**. So the network is not asked to be entirely sure.`,
    lossEnd: 'Ends the call that makes the loss function.',
    optimizer: `Makes the optimizer, here \`${className}\`. It does not compute anything yet; each \`optimizer.step()\` below moves the weights once.`,
    parameters:
      'What it may move: all weights and biases of the network. `parameters()` finds them in every layer that `__init__` stored in `self`.',
    learningRate: `\`lr\` is the learning rate, the factor that scales every step: **${learningRate}**. A rate ten times as large may overshoot; with a tenth of it, training takes much longer to get anywhere.`,
    end: 'Ends the call.'
  }
}
