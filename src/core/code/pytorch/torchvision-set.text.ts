import type { DatasetInfo } from '../../data/dataset-info'
import { formatCount } from '../../format/format-number'
import type { TorchvisionSet } from './torchvision-set'

/** What people read beside the lines that take a data set from torchvision. */
export function torchvisionSetText(
  { splits }: DatasetInfo,
  { className, download, testDownload, emnist }: TorchvisionSet
) {
  const apart = testDownload !== undefined
  return {
    install:
      'A comment: Python ignores what comes after `#`. Here that is a command, which you type once in a terminal. `pip` installs Python packages: `torch` is PyTorch, `torchvision` knows data sets and images, and `scipy` reads the files of this data set.',
    importClass: `\`${className}\` knows where the data set can be downloaded, how its files are laid out, and which label belongs to which image.`,
    trainSet: `Makes the training set: **${formatCount(splits.train.images)}** images with their labels. The files are read into memory here; an image is transformed only when the loader asks for it.`,
    trainRoot: `The first argument is the folder for the files: \`data\`, inside the folder in which you start the script. PyTorch calls this argument \`root\`. ${
      className === 'SVHN'
        ? "`split='train'` asks for the training images."
        : '`train=True` asks for the training images.'
    }`,
    split: `EMNIST has six versions, which torchvision calls splits; this data set is \`${emnist}\`.`,
    trainDownload: `Downloads the ${apart ? 'file' : 'files'}, ${formatCount(download)} MB${emnist === undefined ? '' : ' with all six versions'}, if ${apart ? 'it is' : 'they are'} not in the folder yet. Without it, the script would stop if the files were missing.`,
    testSet: `Makes the test set: **${formatCount(splits.test.images)}** other images, which the network never trains on. Testing on training images would hide over-fitting.`,
    testRoot: `The same folder; \`${className === 'SVHN' ? "split='test'" : 'train=False'}\` asks for the test images.`,
    testSplit: 'The same version, whose test images have the same classes.',
    testDownload: apart
      ? `The test images come in a file of their own, ${formatCount(testDownload)} MB, which is downloaded here.`
      : `Training and test images come ${className.startsWith('CIFAR') || emnist !== undefined ? 'in one archive' : 'together'}, so here nothing is left to download. With this line, the test set also works on its own.`,

    eachSet: 'Does the following for both sets.',
    turned:
      'In EMNIST’s files, the images have rows and columns swapped. `transpose` swaps them back, so that the characters stand upright, as in Tenfold. Dimension 0 counts the images, 1 the rows and 2 the columns.',
    fromZero:
      'In the files, the letters are numbered from 1. Here a label is a place in the list of classes, and that begins at 0.'
  }
}
