import type { DatasetInfo } from '../../data/dataset-info'
import type { FolderImport } from '../../data/made-from'
import { countWord, formatCount, formatPercent } from '../../format/format-number'

/** What people read beside the lines that read a folder of images. */
export function imageFolderText(
  { classes, shape: [height, width, channels], splits }: DatasetInfo,
  { split, leftOut }: FolderImport,
  exportFirst: boolean
) {
  const size = `${height} × ${width}`
  const either = 'the folder that the data set was made of, or one that Tenfold exported'
  return {
    usage: `How to start the script in a terminal: its name, then ${
      exportFirst
        ? 'a folder that Tenfold exported, with “data export --as folder”. In the folder that the data set was made of, `ImageFolder` would find other files'
        : either
    }.`,
    hashlib:
      '`hashlib` is part of Python. It computes hashes: long numbers, the same for the same text and another for any other.',
    os: '`os` is part of Python. It knows about files and folders.',

    folder: `\`sys.argv[1]\` is the folder from the command line: ${exportFirst ? 'the one that was exported' : either}.`,
    load: `Defines a function that reads one image file and makes a picture of ${size} pixels. \`ImageFolder\` calls it each time an image is taken.`,
    open: 'Opens the file. A camera often stores a photo lying on its side, with a note how to turn it: `exif_transpose` does that.',
    opacity:
      channels === 4
        ? 'Gives every picture four channels: red, green, blue and opacity.'
        : 'Gives every picture the same channels, red, green, blue and opacity, whatever the file has.',
    white: 'Makes a white picture of the same size.',
    composite: 'Lays the image over it. What can be seen through becomes white.',
    channels:
      channels === 1
        ? 'Keeps one channel, grey: `L` stands for luminance, how bright a pixel is.'
        : 'Keeps three channels, red, green and blue. Nothing can be seen through any more.',
    fit: {
      cover: `Scales the picture until it covers ${size} pixels, and cuts out the centre.`,
      contain: `Scales the picture until it fits into ${size} pixels. What is left at its edges is black.`,
      stretch: `Scales the picture to ${size} pixels, its height and width apart.`
    },
    fitSize: `The size, as width and height: Pillow puts the width first. \`LANCZOS\` is a way to work out the new pixels from those around them. A picture that has this size already is not changed.`,

    images:
      'Defines a data set that is an `ImageFolder` in all but one thing: an `ImageFolder` numbers the folders that it finds by alphabet, and here that would give other labels.',
    findClasses: '`ImageFolder` calls this function to learn which classes there are.',
    found: 'Takes the names of the list above, in its order.',
    foundIf: 'Only those that are there: one of the two sets may have no images of a class.',
    numbers: 'Gives back the names, and a number for each of them.',
    index: 'The number is its place in the list, and so the label.',
    classFolders: `The folders of the ${countWord(classes.length)} classes. The place in this list is the label.`,
    classFolder: (first: number, { length }: readonly string[]) =>
      length === 1
        ? `The folder of class ${first}.`
        : `The folders of classes ${first} to ${first + length - 1}.`,

    exported: '`True` for a folder that Tenfold exported: it holds a file that tells of the data set.',
    exportedFile: 'This is the name of that file.',
    trainFolder:
      split.kind === 'given'
        ? 'What the folder with the training images is called. In an exported folder it is always called `train`.'
        : 'The folder with the training images. Exported, there is one for them. Otherwise all images lie together, and are dealt out below.',
    trainFolderPath: 'Puts the folder from the command line before it.',
    testFolder:
      split.kind === 'given'
        ? 'The same for the test images: `test` where the folder was exported.'
        : 'The same for the test images.',
    testFolderPath: 'Again with the folder from the command line before it.',

    trainSet: `Makes the training set: **${formatCount(splits.train.images)}** images with their labels. Here it only lists the files; each of them is read when the loader asks for it.`,
    trainRoot: 'Where the folders of the classes lie. They are numbered by alphabet, which gives the labels.',
    trainRootNumbered: 'Where the folders of the classes lie.',
    trainLoader: 'Which function reads a file: the one from above.',
    testSet: `Makes the test set: **${formatCount(splits.test.images)}** other images, which the network never trains on. Testing on training images would hide over-fitting.`,
    testRoot: 'The test images are in folders of the same names, so the labels are the same.',
    testLoader: 'The same function as for training: test images are fitted in the same way.',

    name: 'Defines a function that says what a file is called from the folder on. `sample` is an entry of the data set’s list: the file’s path, and its label.',
    relative: 'Takes the path from the folder on, such as `cats/1.png`.',
    slashes: 'On Windows, backslashes become slashes, so that the names are the same on every computer.',

    key: 'Defines a function that gives each file a key, which has nothing to do with what the image shows. Sorted by it, files come in a random order, but always in the same one.',
    keyText: 'Puts a number before the name; another number gives another order.',
    hash: 'The key is the hash of that text. `encode` makes bytes of it, and `hexdigest` writes the hash as text.',
    draw: `Defines a function that draws the test images: ${split.kind === 'given' ? 'some' : formatPercent(split.testShare, 0)} of each class. Tenfold draws by the same rule, so the script tests on the same images.`,
    sorted: 'Sorts all files by their keys.',
    empty: 'Two lists, still empty.',
    eachLabel: 'Does the following for each class, so that each has its share of test images.',
    own: 'Takes the files of this class, in the order of their keys.',
    ownIf: 'Those are the ones with its label.',
    count:
      'How many of them are for testing: the share, rounded (`int` cuts off what is behind the point), but at least one.',
    most: 'At least one is left to train on.',
    testPart: 'The first of them go to the test images.',
    trainPart: 'The rest go to the training images.',
    drawn: 'Gives back both lists.',
    unlessExported: 'In an exported folder the images were dealt out already.',
    dealt:
      'Otherwise each set gets its own part of the files. `samples` is the list of them that an `ImageFolder` keeps.',
    dealtFrom: 'Both sets have all files up to here, so it does not matter whose list is dealt out.',

    leftOut: `Files that Tenfold left out, ${formatCount(leftOut.count)} of them: they cannot be read, or show the same image as another file.`,
    leftOutFile: (first: number, { length }: readonly string[]) =>
      length === 1 ? `File ${first + 1} of these.` : `Files ${first + 1} to ${first + length} of these.`,
    order:
      'Draws an order for the training images. They are listed class by class, and the script takes the first of them below, which would all be of one class.',
    mixed: 'Puts the list of files into that order.',
    mixedEach: 'Takes them from the list so far, one after the other.',

    eachSet: 'Does the following for both sets.',
    kept: 'Makes a shorter list of files for the set. `samples` is where `ImageFolder` keeps it.',
    keptEach: 'Every file of the list so far is in it.',
    keptIf: 'Files that are left out are not.'
  }
}
