import { formatCount } from '../../format/format-number'
import type { RunConfig } from '../../settings/run-config'
import { averageEvery } from '../../training/weight-average'

/** What people read beside the lines that keep an average of the weights. */
export function averageLinesText({ ema }: Pick<RunConfig, 'ema'>) {
  return {
    average: 'A list of all of the network’s tensors of weights: kernels, biases and so on.',
    copies: 'Copies them, because training changes them. The copies are where the average starts.',
    whenToMove: `True for every ${averageEvery}th step. The weights change so little from one step to the next that averaging all of them would only take longer.`,
    kept: `The share of the average that this update keeps: **${ema}**, and nothing the first time, when the average becomes a copy of the weights. The closer to 1, the further back it looks: here over about ${formatCount(Math.round(averageEvery / (1 - ema)))} steps.`,
    tidy: 'Works out the new average. `tidy` frees all tensors that are made inside, except for those that are handed back.',
    each: 'Goes through the tensors of weights, one for each kernel, bias and so on; `i` is the number of the tensor.',
    old: 'Most of the average so far.',
    added: 'A little of the weights as they are now.',
    sum: 'The two together: the exponential moving average.',
    eachEnd: 'Ends the list of new averages.',
    dispose: 'Frees the old average.',
    move: 'From here on, the new one is the average.',
    whenEnd: 'Ends what is done when an update is due.',
    set: 'Puts the averaged weights into the network that was loaded from the file.',
    counter: 'Counts the test images that it predicts correctly now, from 0.',
    batches: 'Goes through the test images once more.',
    testTidy: 'Frees what is made inside, and adds the number that is handed back.',
    predicted: 'The predicted class of each image, by the averaged weights.',
    matches: 'Compares it with the true class: 1 where they agree, 0 where not.',
    matchSum: 'How many of the batch are right, as a plain number.',
    testTidyEnd: 'Ends the batch’s own tensors.',
    testDispose: 'Frees the images and labels of the batch.',
    batchesEnd: 'Ends the second pass over the test images.',
    share: 'Their share of all test images, in percent.',
    print: 'Prints it, to compare with the accuracy of the network above.'
  }
}
