import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'

/** What people read beside the lines that read a data set's binary files. */
export function imageFilesText({ shape: [height, width, channels], labelBytes }: DatasetInfo) {
  const label = labelBytes === 1 ? 'one byte' : 'two bytes'
  return {
    class:
      'Defines a class of data set that reads the files. In brackets is what it is based on: `Dataset`. It has to answer two questions, how many images there are and what image number `row` is.',
    init: 'Runs once, when `Images([...])` is called, with the names of the files. `self` is the data set that is being made.',
    files: 'Reads every file into one array of numbers. The square brackets collect the results in a list.',
    path: "`sys.argv[1]` is the folder from the command line; `f'…'` fills it and the name into the text. `np.uint8` means bytes, numbers from 0 to 255.",
    each: 'Does this for each name in turn.',
    concatenate: 'Joins the arrays into one.',
    size: `The bytes of one record: its label, ${label}, and ${channels} × ${height} × ${width} = **${formatCount(channels * height * width)}** bytes of pixels.`,
    reshape:
      'Cuts the long array into rows of one record each. `-1` lets NumPy work out how many rows there are.',
    labels: `The first ${labelBytes === 1 ? 'byte' : 'two bytes'} of every row: \`:\` alone means all rows. \`copy\` puts them side by side in memory.`,
    view:
      labelBytes === 1
        ? 'Reads them as numbers of one byte, `u1`.'
        : 'Reads each pair of bytes as one number, `<u2`: two bytes, the low one first.',
    selfLabels: 'Makes them a plain list of numbers, and keeps it with the data set: `self.labels`.',
    images: 'What comes after the label in each row: the pixels.',
    selfImages: 'Gives the pixels the shape of images, and keeps them.',
    imageShape: `Images × channels × height × width: ${channels} × ${height} × ${width} for each, as PyTorch expects.`,
    len: '`len(train_set)` calls this. The double underscores mark names that Python itself calls.',
    lenResult: 'There are as many images as labels.',
    getItem:
      'The loader calls this for every image that it needs: `train_set[row]` gives image number `row` and its label.',
    image: 'Makes the bytes of one image a tensor.',
    label: 'Its label, as one of Python’s own whole numbers.',
    result:
      'Divides by 255, so that bytes become fractions from 0 to 1, and normalises them. The image and its label come back as a pair.',
    trainSet: 'Makes the training set from the files in the list.',
    testSet: 'Makes the test set, images that the network never trains on, from the files in the list.',
    trainFiles: (first: number, names: readonly string[]) => `Training ${numbered(first, names)}.`,
    testFiles: (first: number, names: readonly string[]) => `Test ${numbered(first, names)}.`
  }
}

const numbered = (first: number, { length }: readonly string[]): string =>
  length === 1 ? `file ${first + 1}` : `files ${first + 1} ${length === 2 ? 'and' : 'to'} ${first + length}`
