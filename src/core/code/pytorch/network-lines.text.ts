import { formatCount } from '../../format/format-number'

/** What people read beside the lines that write the network down, apart from what is said of its layers. */
export const networkLinesText = {
  class:
    'Defines a class: a plan by which networks can be made. In brackets is what it is based on: from `nn.Module` it inherits the means to find its weights, move them to a device, save them and load them.',
  init: '`__init__` runs once, when `Net()` makes a network. `self` is the network that is being made; what is stored in `self` stays with it.',
  super:
    'Lets `nn.Module` set up its own part first. Without this line, PyTorch stops with an error at the first layer that is stored in `self`.',
  frozen: (name: string): string =>
    `Freezes \`${name}\`: no gradients are computed for its weights, and the optimizer leaves them as they are. The underscore means that it changes the layer in place.`,
  forward:
    'Says how a batch `x` goes through the network; `net(x)` calls it. There is no function for the way back: PyTorch records what happens here and works out the gradients itself.',
  applied: (layer: string, does: string, result: string, shape: string): string =>
    `Layer \`${layer}\`. ${does} \`${result}\` is now batch × ${shape}.`,
  kept: (layer: string, does: string, result: string, shape: string): string =>
    `Layer \`${layer}\`. ${does} The result, batch × ${shape}, is called \`${result}\` because a line further down needs it again.`,
  misfit: (name: string): string =>
    `The sizes do not fit here, so the script cannot run. Change \`${name}\` or a layer before it.`,
  waiting: (name: string): string => `\`${name}\` comes here once the layers before it fit.`,
  result: (shape: string): string =>
    `Gives back what the last layer has computed, batch × ${shape}: the scores. There is no softmax here, because the loss takes care of it.`,
  net: '`Net()` makes a network with random weights, and `.to(device)` moves them to the device. Without `.to(device)` they would stay on the CPU. `Net` is the plan, `net` is the network.',

  imageCount: (layer: string, count: number): string =>
    `\`${layer}\` starts from training images: how many to look at, **${formatCount(count)}** or all there are.`,
  reader: (layer: string): string =>
    `The data set that reads the training images for \`${layer}\` from their files; what was made from it only picks some of them, or mirrors them.`,
  plainImages: (layer: string): string =>
    `Switches augmentation off for a moment, so that \`${layer}\` starts from images as they are.`,
  changedAgain: (layer: string): string =>
    `Switches augmentation on again, now that the images for \`${layer}\` are taken.`,
  imageStack: (layer: string): string => `Puts the images for \`${layer}\` together in one tensor.`,
  eachImage: (layer: string): string =>
    `Takes the first images for \`${layer}\`, without their labels: \`[0]\` is the first of the pair.`,
  imagesToDevice: (layer: string): string =>
    `Moves them to the device, where the weights of \`${layer}\` are.`
} as const
