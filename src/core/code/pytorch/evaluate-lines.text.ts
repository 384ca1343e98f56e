import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'

/** What people read beside the lines that save, load and test the network. */
export function evaluateLinesText({ classes, splits }: DatasetInfo, nameWidth: number) {
  const count = formatCount(classes.length)
  return {
    path: 'The name of the file for the trained weights. The ending `.pth` is usual for PyTorch. The tutorial writes `./cifar_net.pth`, where `./` means the current folder.',
    save: 'Writes all weights and biases, by the names of their layers, to the file.',
    freshNet:
      'Makes a second network, with random weights. This shows that the file alone is enough: a program that only predicts would begin here.',
    load: 'Reads the dictionary of weights back from the file.',
    loadWeights:
      'Copies the loaded weights into the new network. Names and shapes have to match, or PyTorch stops with an error.',
    evalMode:
      'Switches the network to answering: layers that work differently while it learns no longer do. Without this line, the predictions would be worse or change from time to time.',
    matrix: `The confusion matrix: a table of ${count} rows for the true classes and ${count} columns for the predicted ones. All counts start at 0, and \`.int()\` makes them whole numbers.`,
    noGrad:
      'In this block PyTorch does not record how numbers come about, because nothing is learned here. Without it the result would be the same, but slower and with more memory.',
    batches: `Goes through the **${formatCount(splits.test.images)}** test images, batch by batch.`,
    outputs: `Runs the network: ${count} scores for each image. The labels stay in the CPU’s memory.`,
    predicted:
      'The predicted class of each image: `argmax` gives the place of the highest score, and `dim=1` means along the scores of one image (dimension 0 goes through the images). The tutorial writes `_, predicted = torch.max(outputs, 1)`: `max` gives the highest score and its place, and `_` is a name for what is not needed. It also writes `outputs.data`, an older way to leave gradients out.',
    pairs:
      '`zip` puts each label together with the prediction for the same image. It works for a batch of any size. The tutorial counts `for i in range(4)`, which fails when a batch does not hold exactly four images.',
    count:
      'Counts the image in the row of its true class and the column of its predicted class. The tutorial writes `c = (predicted == labels).squeeze()` for a whole batch, and adds each `c[i].item()` to the counter of its class; `squeeze` removes dimensions of length 1, and here there are none.',
    correct: 'The diagonal of the table: for each class, the images that were predicted correctly.',
    share: `All correct predictions divided by all images. The tutorial counts \`(predicted == labels).sum().item()\` in every batch and adds up, which gives the same.`,
    print:
      'Prints it. `.item()` takes the plain number out of the tensor; `:.1%` writes it in percent with one decimal.',
    shares:
      'The accuracy of each class: its correct predictions divided by its images. `sum(dim=1)` adds up each row. The tutorial counts in two lists, one of correct predictions and one of images, with a counter for each class.',
    eachClass: 'Goes through the names and the figures of the classes together.',
    printClass: `Prints one line for each class. \`:${nameWidth}s\` fills the name up to ${nameWidth} letters, so that the columns line up. The tutorial writes \`%5s\` for the name and \`%2d %%\` for the figure; \`%%\` prints one percent sign.`
  }
}
