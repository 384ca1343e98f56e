import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'
import { ordinal } from '../../format/ordinal'
import type { RunConfig } from '../../settings/run-config'
import { finishedLine } from '../../training/running-loss'
import { trainingSize } from '../../training/training-size'

/** What people read beside the lines that train the network. */
export function trainLinesText(config: RunConfig, { classes, splits }: DatasetInfo) {
  const { batchSize, epochs, logEvery, checkpointEvery } = config
  const size = trainingSize(config, splits.train.images)
  const lines = Math.floor(size.stepsPerEpoch / logEvery)
  const fewest = Math.min(batchSize, size.images)
  return {
    mainGuard:
      'Python sets `__name__` to `"__main__"` only in the file that you start. In a loader worker that imports the file again it has another value, so the worker skips what is indented below.',
    epochs: `Runs the indented lines below ${epochs === 1 ? '**once**, for one epoch' : `**${formatCount(epochs)}** times, once for each epoch`}. \`range(${epochs})\` counts from 0, so \`epoch\` is ${epochs === 1 ? '0' : epochs === 2 ? '0, then 1' : `0, then 1, and so on up to ${epochs - 1}`}.`,
    trainMode:
      'Switches the network to training: layers that work differently while it learns do so from here on.',
    runningLoss:
      'Starts the sum of the losses at 0. It begins again in every epoch, so the loss of its last batches is not printed if they do not fill a line.',
    enumerate: `Takes one batch after another from the loader. \`enumerate\` counts them: \`i\` is 0 for the first and ${formatCount(size.stepsPerEpoch - 1)} for the last. \`data\` is a batch: a pair of images and labels. \`len(train_loader)\` is the number of batches in an epoch, **${formatCount(size.stepsPerEpoch)}**.`,
    inputs: `\`data[0]\` is the first of the pair, the images: a tensor of up to ${formatCount(fewest)} images. \`.to(device)\` copies it from the CPU’s memory to the device; where the device is the CPU itself, nothing is copied. The tutorial writes \`inputs, labels = data\`, which takes both at once.`,
    labels:
      'The second of the pair: the number of the right class for each image. It goes to the same device, because the loss compares the two there.',
    zeroGrad:
      'Clears the gradients of the previous batch. `backward` adds to what is there; without this line, the gradients of old batches would still count in every later step.',
    outputs: `Runs \`forward\`: the images go in, ${formatCount(classes.length)} scores for each come out. PyTorch remembers how each number came about, for \`backward\`.`,
    loss: 'Compares the scores with the right classes. `loss` is one number, the mean over the batch: the larger, the more wrong the network was.',
    backward:
      'Goes back through everything that led to `loss`, from the last layer to the first, and works out for each weight how the loss would change if that weight grew a little: its gradient. It is kept with the weight, in `.grad`.',
    clip: 'Looks at the gradients of all weights together. If their norm, the root of the sum of all their squares, is larger than a limit, it scales them down to that. The underscore at the end of the function’s name says that it changes them in place.',
    clipNorm: (limit: number) =>
      `Whose gradients, those of all weights and biases, and the limit: **${limit}**.`,
    step: 'The optimizer moves every weight against its gradient. This one line is the learning; without it the network would stay as it is.',
    item: 'Adds the loss of this batch to the sum. `loss` is a tensor; `.item()` takes the plain number out of it. Without `.item()`, the sum would hold on to what PyTorch remembers of every batch, and fill the memory.',
    whenToPrint: `\`%\` is the remainder of a division. \`i\` starts at 0, so after ${formatCount(logEvery)} ${logEvery === 1 ? 'batch it is 0' : `batches it is ${formatCount(logEvery - 1)}`}: the condition holds for ${logEvery === 1 ? 'every batch' : `every ${ordinal(logEvery)} batch`}.`,
    mean: `The sum divided by the number of batches in it, **${formatCount(logEvery)}**: the running loss. A single batch jumps about too much to read.`,
    print:
      "Prints the first half of the line. `f'…'` is text with values filled in. People count from 1, hence the `+ 1`; `:5d` sets a whole number in five places, so that the columns line up. The tutorial writes `%5d`, an older way to fill values in.",
    printLoss: `The second half: \`:.3f\` writes the loss with three decimals. An epoch gives **${formatCount(lines)}** ${lines === 1 ? 'line' : 'lines'}.`,
    reset: 'Starts the next sum at 0. Without it, the figures would keep growing.',
    before:
      'How many batches the epochs before this one had; `len(train_loader)` is the number in one epoch.',
    stepNumber: 'The number of this step since the training began, counted from 1.',
    whenToSave: `True for ${checkpointEvery === 1 ? 'every step' : `every **${ordinal(checkpointEvery)}** step: only then does the division leave no remainder`}.`,
    stateDict:
      '`state_dict()` is a dictionary of all weights by name, such as `conv1.weight`: what the network has learned, without the code of its class.',
    save: 'Writes it to the file `step.pth`. The next checkpoint overwrites it.',
    evalMode: 'Switches the network to answering, for the validation that follows.',
    counters: 'Sets two counters to 0 in one line: the images that were predicted correctly, and all images.',
    validationNoGrad:
      'In this block PyTorch does not record how numbers come about: nothing is learned from validation images, so no gradients are needed. That saves memory and time.',
    validationBatches:
      'Goes through the images that were held back, batch by batch. Here the pair is taken apart in the same line.',
    validationOutputs: 'The scores for these images.',
    validationPredictions:
      '`argmax(dim=1)` gives, for each image, the place of the highest score: the predicted class. `.cpu()` brings the answers back to the CPU’s memory, where the labels are.',
    validationCorrect: 'Compares them one by one: true where the prediction is right, false where it is not.',
    validationSum: '`.sum()` counts the true ones, and `.item()` takes the plain number out of the tensor.',
    validationTotal: 'Counts the images of this batch.',
    validationPrint:
      'Prints the share of correct predictions. `:.1%` multiplies by 100 and writes one decimal.',
    finished: `After the last epoch. The log ends with \`${finishedLine}\`; the weights are in memory only, until the next lines save them.`,
    images: {
      count: 'How many training images to look at.',
      stack: 'Puts the images of the list below together into one tensor.',
      each: 'The first images of the training set, without their labels: `[0]` takes the first of the pair.',
      toDevice: 'The network is on the device, so the images have to be there too.'
    }
  }
}
