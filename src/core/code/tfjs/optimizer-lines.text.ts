import type { OptimizerSpec } from '../../optimizers/optimizer-kinds'
import { optimizerText } from '../../optimizers/optimizer-texts'

/** What people read beside the lines that make loss and optimizer. */
export function optimizerLinesText(optimizer: OptimizerSpec) {
  const { learningRate } = optimizer
  const text = optimizerText(optimizer)
  const made = [`Makes the optimizer, here ${text.describe(optimizer)}.`, text.tfjs(optimizer) ?? []].flat()
  return {
    loss: 'A shorter name for the loss function. It takes a batch of labels and scores, turns the scores into probabilities by softmax, and gives one number: the mean of −ln(probability of the right class). That is why the network ends in plain scores.',
    criterion: 'Defines the loss function, for a batch of labels and scores.',
    smoothedLoss:
      'It turns the scores into probabilities by softmax and gives one number: the mean of −ln(probability of the right class), with smoothed labels. That is why the network ends in plain scores.',
    labelSmoothing: (share: number) =>
      `The share of each label that is spread evenly over all classes: **${share}**, so that the network is not asked to be entirely sure. \`null\` stands for weights of the images, of which there are none.`,
    optimizer: `${made.join(' ')} It does not compute anything yet; each \`applyGradients\` below moves the weights once.`,
    learningRate: `The first argument is the learning rate, the factor that scales every step: **${learningRate}**. A rate ten times as large may overshoot; with a tenth of it, training takes much longer to get anywhere.`,
    end: 'Ends the call. Which weights it moves is decided in every step, by the gradients that it is given.',
    learning: 'Takes the weights of all layers that are not frozen.',
    read: 'Takes the variables that hold them. This list says for which weights gradients are wanted.',
    weights:
      'A table of all variables by name, for the weight decay below: TensorFlow.js’s optimizers have none of their own.'
  }
}
