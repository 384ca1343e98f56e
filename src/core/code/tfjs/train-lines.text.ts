import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'
import { ordinal } from '../../format/ordinal'
import type { RunConfig } from '../../settings/run-config'
import { finishedLine } from '../../training/running-loss'
import { trainingSize } from '../../training/training-size'

/** What people read beside the lines that train the network. */
export function trainLinesText(config: RunConfig, { classes, splits }: DatasetInfo) {
  const { epochs, seed, logEvery, checkpointEvery } = config
  const size = trainingSize(config, splits.train.images)
  const lines = Math.floor(size.stepsPerEpoch / logEvery)
  return {
    toFile: 'Defines a function that makes a save handler, which writes a model to the file at `path`.',
    saveHandler:
      'TensorFlow.js calls this handler with everything that is to be saved. `async` marks a function that others can wait for.',
    bytes: 'Takes all weights as one array of bytes.',
    base64: 'Writes these bytes as letters and digits (base64), because JSON has only text.',
    json: 'Layers and weights together, as JSON text: `...saved` copies all that was handed over, and `weightData` replaces the bytes.',
    write: 'Writes the text to the file.',
    saveHandlerEnd: 'Ends the handler.',
    step: 'Counts the steps since the training began.',
    epochs: `Runs the lines in the braces ${epochs === 1 ? '**once**, for one epoch' : `**${formatCount(epochs)}** times, once for each epoch`}. \`epoch\` counts from 0; \`epoch++\` adds 1 after each.`,
    runningLoss:
      'Starts the sum of the losses at 0. It begins again in every epoch, so the loss of its last batches is not printed if they do not fill a line.',
    i: 'Counts the batches of this epoch.',
    shuffle: `A new order for every epoch: the random numbers start from the seed, **${seed}**, plus the number of the epoch, counted from 1, hence the \`+ 1\`.`,
    batches: `Takes one batch after another, **${formatCount(size.stepsPerEpoch)}** in an epoch. \`{ x, y }\` takes images and labels out of each.`,
    tidy: 'One step. `tidy` frees all tensors that are made inside, and hands back the loss, which `+=` adds to the sum. Without `tidy`, memory would fill up within seconds.',
    variableGrads:
      'Runs the function in the brackets, records how its result comes about, and works out for each weight how the result would change if that weight grew a little: its gradient, in `grads`. `value` is the result itself.',
    options: 'Tells the layers that this is training: some layers work differently then.',
    outputs: `The images go in, ${formatCount(classes.length)} scores for each come out.`,
    loss: 'Compares the scores with the right classes: one number, the mean over the batch. The larger it is, the more wrong the network was.',
    gradsEnd:
      'Ends the function whose gradients are taken. New ones are made in every step, so there is nothing to clear: PyTorch’s `zero_grad` has no counterpart here.',
    learningGradsEnd:
      'Ends the function, and says for which weights gradients are taken: those that learn. New ones are made in every step, so PyTorch’s `zero_grad` has no counterpart here.',
    apply:
      'The optimizer moves every weight against its gradient. This one line is the learning; without it the network would stay as it is.',
    value:
      'Takes the plain number of the loss out of its tensor: `dataSync` gives an array, and `[0]` is its first number.',
    tidyEnd: 'Ends the step.',
    dispose: 'Frees the batch, which was made outside of `tidy`.',
    count: 'One more batch is done.',
    whenToPrint: `\`%\` is the remainder of a division: after every **${formatCount(logEvery)}** ${logEvery === 1 ? 'batch' : 'batches'} nothing remains. The tutorial counts from 0 and so asks for a remainder of ${formatCount(logEvery - 1)}.`,
    at: 'The number of the batch, filled up with spaces to five places, so that the columns line up.',
    mean: `The sum divided by the number of batches in it, **${formatCount(logEvery)}**: the running loss, with three decimals. A single batch jumps about too much to read.`,
    print: 'Prints the first half of the line. People count from 1, hence the `+ 1`.',
    printLoss: `The second half: the loss. An epoch gives **${formatCount(lines)}** ${lines === 1 ? 'line' : 'lines'}.`,
    reset: 'Starts the next sum at 0. Without it, the figures would keep growing.',
    printEnd: 'Ends what is done when a line is due.',
    stepCount: 'One more step is done, counted over all epochs.',
    whenToSave: `True for ${checkpointEvery === 1 ? 'every step' : `every **${ordinal(checkpointEvery)}** step: only then does the division leave no remainder`}.`,
    save: 'Writes the model to `step.json` and waits for it (`await`). The next checkpoint overwrites it.',
    saveEnd: 'Ends what is done when a checkpoint is due.',
    batchesEnd: 'Ends the loop over the batches: the epoch is over.',

    correct: 'Counts the correct predictions, from 0.',
    heldBatches: 'Goes through the images that were held back, batch by batch.',
    heldTidy: 'Frees the tensors that are made inside, and adds what is handed back.',
    predicted:
      '`predict` gives the scores; `argMax(1)` gives, for each image, the place of the highest: the predicted class.',
    labels: 'The place of the 1 in `y`: the true class.',
    matches: 'Compares them one by one and counts where they agree.',
    heldTidyEnd: 'Ends what is freed.',
    heldDispose: 'Frees the batch of validation images.',
    heldBatchesEnd:
      'Ends the loop over the validation images. Nothing was learned from them: no gradients were taken.',
    share: 'The share of correct predictions, in percent.',
    printShare: 'Prints it, with one decimal.',
    epochsEnd: 'Ends the loop over the epochs.',
    finished: `After the last epoch. The log ends with \`${finishedLine}\`; the weights are in memory only, until the next lines save them.`
  }
}
