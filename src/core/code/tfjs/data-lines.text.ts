import { channelNames } from '../../data/channel-names'
import type { DatasetInfo } from '../../data/dataset-info'
import { countWord, formatCount, formatPercent } from '../../format/format-number'
import type { RunConfig } from '../../settings/run-config'
import { trainingSize } from '../../training/training-size'
import { explainedPixels } from '../explained-pixels'
import { labelNote } from '../label-note.text'

/** What people read beside the lines that prepare the data. */
export function dataLinesText(config: RunConfig, { classes, shape, splits, labelBytes }: DatasetInfo) {
  const [height, width, channels] = shape
  const { batchSize, validationSplit, trainImages } = config
  const training = trainingSize(config, splits.train.images)
  const lastBatch = training.images - (training.stepsPerEpoch - 1) * batchSize
  const pixels = channels * height * width
  const normalised = explainedPixels(config.model)
  const without = normalised.below
    ? ' Without these two lines, all values would be positive, and learning would usually be slower.'
    : ''
  return {
    install:
      'A comment: JavaScript ignores what comes after `//`. It is a command for a terminal, to be typed once in the script’s folder. npm installs packages for Node; this one runs everywhere. `@tensorflow/tfjs-node` computes faster where it can be installed.',
    usage:
      'How to start the script in a terminal: `node`, its name, then the folder that holds the data set’s `.bin` files. Data shows where Tenfold keeps its own.',
    fs: 'Two functions of Node: one reads a whole file, the other writes one.',
    tf: 'Loads TensorFlow.js: tensors, layers, optimizers, and the machinery that works out gradients. `* as tf` gives all of it the short name that is usual for it.',
    folder:
      '`process.argv` is the list of words that started the script: `node`, the script, and then, at place 2, the folder.',
    read: 'A function that reads one file of that folder into a `Buffer`, an array of bytes. `=>` defines a function in one line.',
    trainFiles: `Joins the files with the training images, **${formatCount(splits.train.images)}** of them, into one long array of bytes.`,
    testFiles: `The same for the **${formatCount(splits.test.images)}** test images, which the network never trains on. Testing on training images would hide over-fitting.`,
    trainFileNames: (first: number, { length }: readonly string[]) =>
      nameFiles('training', splits.train.files.length, first, length),
    testFileNames: (first: number, { length }: readonly string[]) =>
      nameFiles('test', splits.test.files.length, first, length),
    pixels: `How many bytes the pixels of one image take: ${channels} × ${height} × ${width} = **${formatCount(pixels)}**.`,
    record: `An image and its label are one record: the label comes first, in ${labelBytes === 1 ? 'one byte' : 'two bytes'}.`,

    makeBatch:
      'Defines a function that makes tensors of some images. `rows` lists which images of the array `bytes` to take, counted from 0.',
    labels: 'Takes the label of each: the first byte of its record.',
    wideLabels: 'Takes the label of each image.',
    readLabel: 'It is in the first two bytes of the record, the low one first.',
    values: 'Makes room for the pixels of all these images, as floats.',
    eachRow: 'Does the following for each image; `i` is its place in the batch.',
    at: 'Where its pixels begin: right after the label in its record.',
    set: 'Copies them to the image’s place in the batch.',
    eachRowEnd: 'Ends what is done for each image.',
    shape:
      'How the numbers are laid out: images × channels × height × width. In the files, each colour is a plane of its own.',
    tensor: 'Makes a tensor of four dimensions out of them. The lines below change it one after another.',
    divide: 'Bytes from 0 to 255 become fractions from 0 to 1.',
    subtract: `Subtracts the mean${channels === 1 ? '' : ` of each of the ${countWord(channels)} channels, ${channelNames(channels)}`}: a value of ${normalised.mean} becomes 0.`,
    deviate: `Divides, to set how widely the values are spread: fractions from 0 to 1 end up ${normalised.range}.${without}`,
    transpose:
      'Moves the channels to the end: images × height × width × channels, the order that TensorFlow.js’s layers expect.',
    oneHot: `Turns each label into ${formatCount(classes.length)} numbers: a 1 in the place of its class, zeros elsewhere. The loss function wants labels in this form.`,
    batch: 'Gives both back: `x`, the images, and `y`, their labels.',
    makeBatchEnd: 'Ends `makeBatch`.',

    shuffled: 'Defines a function that puts image numbers in a random order, the same for the same seed.',
    size: 'As many random numbers as there are images.',
    keys: 'Draws them in `tidy`, which frees the tensor afterwards.',
    randomUniform:
      'Evenly between 0 and 1, from a generator that begins at `seed`. `Math.random` cannot be given a seed.',
    dataSync: 'Takes the numbers out of the tensor into an array.',
    pair: 'Puts each image number together with its random number.',
    sort: 'Sorts the pairs by their random numbers.',
    unpair: 'Keeps only the image numbers, which are now shuffled.',
    shuffledEnd: 'Ends `shuffled`.',

    batchSize: `**${formatCount(batchSize)}** ${batchSize === 1 ? 'image' : 'images'} in a batch. ${formatCount(training.images)} images make **${formatCount(training.stepsPerEpoch)}** batches${lastBatch === batchSize ? '' : `; the last one holds the remaining ${formatCount(lastBatch)}`}.`,
    batches:
      'Defines a generator, marked by `*`: a function that gives one batch after another to a `for` loop, each only when it is asked for.',
    eachBatch: 'Goes through the image numbers, a batch at a time.',
    yield:
      '`yield` hands a batch to the loop and waits until the next one is wanted. PyTorch’s loader would prepare it in the background; here the training waits for it.',
    eachBatchEnd: 'Ends the loop.',
    batchesEnd: 'Ends `batches`.',
    rowsOf: 'Defines a function that numbers all images in an array of bytes.',
    count: 'There are as many images as whole records fit in, and `i` counts them from 0.',
    trainRows: 'The numbers of the training images.',
    changingRows:
      'The numbers of the training images. `let`, not `const`, because `trainRows` is set again below.',
    testRows: 'The numbers of the test images. They are never shuffled: the order does not affect the count.',
    shuffleRows: 'Shuffles the training images once, so that those held back are a fair sample.',
    held: `How many are held back for validation: **${formatPercent(validationSplit, 0)}**, as a whole number.`,
    heldRows:
      '`splice` takes that many out of `trainRows` and gives them back: from here on they are not trained on.',
    few: `Keeps the first **${formatCount(trainImages)}** training images, or all where there are fewer. The rest is not used.`,

    classes: `The names of the ${countWord(classes.length)} classes. In the files a class is only a number, and its place in this list is that number.`,
    classNames: labelNote
  }
}

/** One line of a list of file names, `count` of them from number `first` on. */
function nameFiles(split: 'training' | 'test', all: number, first: number, count: number): string {
  if (all === 1) return `The ${split} images are in one file; \`map(read)\` reads it.`
  const which =
    count === 1 ? `File ${first + 1}` : `Files ${first + 1} ${count === 2 ? 'and' : 'to'} ${first + count}`
  const end = first + count === all ? '; `map(read)` reads each name in the list' : ''
  return `${which} of the ${split} images${end}.`
}
