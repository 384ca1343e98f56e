import { formatCount } from '../../format/format-number'

/** What people read beside the lines that end a training early. */
export function earlyStoppingLinesText(patience: number) {
  return {
    bestLoss:
      'The lowest validation loss so far. It starts at infinity, so the first epoch is the best at once.',
    bestEpoch: 'The number of the epoch that had it; there is none yet.',
    heldLoss: 'Starts the sum of the losses on the validation images at 0.',
    add: 'Adds the loss of this batch. It is always the plain cross-entropy, whatever the network is trained with.',
    compare: 'The scores, and the right classes on the same device.',
    sum: 'The sum over the images instead of the mean: a last batch that is smaller then counts for less.',
    isBest: 'Asks whether this epoch was better than all before. Equal is not better.',
    newBest: 'Remembers its loss and its number.',
    save: 'Keeps its weights in a file, because the next epoch changes them.',
    averageState: 'The average of the weights as it is at this moment.',
    saveAverage: 'Keeps it too: it belongs to the same epoch.',
    isOver: `Otherwise asks whether the best epoch is **${formatCount(patience)}** or more epochs ago: then the patience is used up.`,
    stop: 'Leaves the loop over the epochs: training ends here.',
    load: 'Goes back to the best epoch, whether training ended early or not. It was chosen by validation images, so the test images can still say honestly how good it is.',
    loadAverage: 'Reads the average of that epoch from its file.',
    restoreAverage: 'Puts it back.'
  }
}
