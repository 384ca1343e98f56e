import type { OptimizerSpec } from '../../optimizers/optimizer-kinds'

/** What people read beside the lines that pull weights towards 0. */
export function weightDecayLinesText({ weightDecay }: OptimizerSpec) {
  return {
    eachGradient: 'Does the following for each weight that has a gradient, before the optimizer moves it.',
    kept: `The part of it that is kept: weight decay takes away the learning rate times **${weightDecay}**.`,
    weight: 'Finds the variable by its name.',
    shrink: 'Writes the smaller weight back.',
    pull: `How much weight decay pulls it towards 0: **${weightDecay}** times the weight.`,
    addPull: 'Added to the gradient, so that the optimizer moves the weight towards 0 as well.',
    eachGradientEnd: 'Ends what is done for each weight.'
  }
}
