import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'

/** What people read beside the lines that save, load and test the network. */
export function evaluateLinesText({ classes, splits }: DatasetInfo, nameWidth: number) {
  const count = formatCount(classes.length)
  return {
    path: 'The name of the file for the trained network.',
    save: 'Writes layers and weights to it, and waits until that is done.',
    read: 'Reads the file again, as text, and makes an object of it.',
    bytes: 'Turns the letters and digits that hold the weights back into bytes.',
    buffer: 'Puts these bytes in place of the text, in the form that TensorFlow.js wants.',
    source: 'Makes something to load a model from, out of an object in memory.',
    load: 'Makes a second network from it. This shows that the file alone is enough: a program that only predicts would begin here. Unlike PyTorch’s file, this one also holds the layers.',
    matrix: `The confusion matrix: a table of ${count} rows for the true classes and ${count} columns for the predicted ones. All counts start at 0.`,
    batches: `Goes through the **${formatCount(splits.test.images)}** test images, batch by batch.`,
    tidy: 'Frees the tensors that are made inside. `predict` takes no gradients, so nothing else has to be switched off.',
    both: 'Does the same with the labels (a 1 in the place of the true class) and with the scores.',
    argMax:
      'For each image the place of the highest number, as an array: once the true class, once the predicted one.',
    eachImage: 'Does the following for each image of the batch.',
    count: 'Counts it in the row of its true class and the column of its predicted class.',
    eachImageEnd: 'Ends what is done for each image of the batch.',
    dispose: 'Frees the batch of test images.',
    batchesEnd: 'Ends the loop over the test images.',
    sum: 'A function that adds up a list of numbers.',
    percent: 'Defines a function that writes a share in percent.',
    percentText: 'It gives 100 times the part divided by all, with one decimal.',
    correct: 'The diagonal of the table: for each class, the images that were predicted correctly.',
    total: 'All images: the sums of the rows, added up.',
    print: 'Prints the share of correct predictions.',
    eachClass: 'Does the following for each class; `i` is its number.',
    share: 'Its correct predictions divided by its images, which are the sum of its row.',
    printClass: `Prints one line. \`padEnd\` fills the name up to ${nameWidth} letters, so that the columns line up.`,
    eachClassEnd: 'Ends what is done for each class, and the script.'
  }
}
