import { formatCount } from '../../format/format-number'

/** What people read beside the lines that end a training early. */
export function earlyStoppingLinesText(patience: number) {
  return {
    best: 'The best epoch so far: its validation loss, its number and its weights. The loss starts at infinity, so the first epoch is the best at once.',
    heldLoss: 'Starts the sum of the losses on the validation images at 0.',
    add: 'Adds the loss of this batch, and frees the tensors that are made on the way.',
    scores: 'The scores for the images of the batch.',
    mean: 'The mean loss of the batch. It is always the plain cross-entropy, whatever the network is trained with.',
    sum: 'Times the number of images, `x.shape[0]`: a last batch that is smaller then counts for less.',
    addEnd: 'Ends the loss of this batch.',
    isBest: 'Asks whether this epoch was better than all before. Equal is not better.',
    dispose: 'Frees the weights of the epoch that was the best until now.',
    disposeAverage: 'Frees the average of that epoch, if there is one.',
    copies: 'Copies a list of tensors.',
    weights: 'Keeps a copy of the weights, because the next epoch changes them.',
    newBest: 'Remembers loss, number and weights of this epoch.',
    average: 'Keeps the average of the weights too: it belongs to the same epoch.',
    isOver: `Otherwise asks whether the best epoch is **${formatCount(patience)}** or more epochs ago: then the patience is used up.`,
    stop: 'Leaves the loop over the epochs: training ends here.',
    stopEnd: 'Ends the question whether to stop.',
    restore:
      'Goes back to the best epoch, whether training ended early or not. It was chosen by validation images, so the test images can still say honestly how good it is.',
    restoreAverage: 'The average of that epoch comes back with it.'
  }
}
