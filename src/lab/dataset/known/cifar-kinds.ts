import type { ImageShape } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import { cifar10Manifest } from '../files/cifar10-manifest'
import type { OfficialSums } from './official-files'

export const cifarShape: ImageShape = [32, 32, 3]
export const cifarImageBytes = 3072

/** One of the labels that each image has. */
export interface CifarLabels {
  readonly variant?: string
  readonly classes: number
  /** Of the class names: in the binary version, and the key in the Python version's. */
  readonly namesFile: string
  readonly namesKey: string
  /** Of the labels in the Python version. */
  readonly labelsKey: string
  /** In a record of the binary version. */
  readonly labelByte: number
}

export interface CifarKind {
  readonly kind: 'cifar-10' | 'cifar-100'
  readonly name: string
  /** Without `.bin`. */
  readonly train: readonly string[]
  readonly test: string
  readonly pythonNames: string
  /** CIFAR-100's files have names that any file may have: how many of them must lie together to be taken for it. */
  readonly leastFiles: number
  /** Where the file of names is missing in the binary version. */
  readonly names?: readonly string[]
  readonly labelBytes: number
  readonly labels: readonly CifarLabels[]
  readonly sums: OfficialSums
}

export const cifarLicence =
  'Its authors name no licence; they ask to cite Alex Krizhevsky, “Learning Multiple Layers of Features from Tiny Images”, 2009. ' +
  'From www.cs.toronto.edu/~kriz/cifar.html.'

/** Sums: of the archives as TensorFlow Datasets (sha256) and torchvision (md5) give them, of files as torchvision does. */
export const cifarKinds: readonly CifarKind[] = [
  {
    kind: 'cifar-10',
    name: 'CIFAR-10',
    train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}`),
    test: 'test_batch',
    pythonNames: 'batches.meta',
    leastFiles: 1,
    names: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    labelBytes: 1,
    labels: [
      {
        classes: 10,
        namesFile: 'batches.meta.txt',
        namesKey: 'label_names',
        labelsKey: 'labels',
        labelByte: 0
      }
    ],
    sums: {
      archives: [
        'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
        'c58f30108f718f92721af3b95e74349a'
      ],
      files: {
        ...Object.fromEntries(cifar10Manifest.files.map((file) => [file.name, [file.sha256]])),
        data_batch_1: ['c99cafc152244af753f735de768cd75f'],
        data_batch_2: ['d4bba439e000b95fd0a9bffe97cbabec'],
        data_batch_3: ['54ebc095f3ab1f0389bbae665268c751'],
        data_batch_4: ['634d18415352ddfa80567beed471001a'],
        data_batch_5: ['482c414d41f54cd18b22e5b47cb7c3cb'],
        test_batch: ['40351d587109b95175f43aff81a1287e']
      }
    }
  },
  {
    kind: 'cifar-100',
    name: 'CIFAR-100',
    train: ['train'],
    test: 'test',
    pythonNames: 'meta',
    leastFiles: 2,
    labelBytes: 2,
    labels: [
      {
        variant: 'fine labels',
        classes: 100,
        namesFile: 'fine_label_names.txt',
        namesKey: 'fine_label_names',
        labelsKey: 'fine_labels',
        labelByte: 1
      },
      {
        variant: 'coarse labels',
        classes: 20,
        namesFile: 'coarse_label_names.txt',
        namesKey: 'coarse_label_names',
        labelsKey: 'coarse_labels',
        labelByte: 0
      }
    ],
    sums: {
      archives: [
        '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
        'eb9058c3a382ffc7106e4002c42a8d85'
      ],
      files: {
        train: ['16019d7e3df5f24257cddd939b257f8d'],
        test: ['f0ef6b0ae62326f3e7ffdfab6717acfc']
      }
    }
  }
]

/** @param folder for people */
export function missingFiles(folder: string, names: readonly string[], set: string): LabError {
  return new LabError(
    'data-missing',
    `In ${folder}, ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} missing.`,
    `Put all files of ${set} into one folder, as its archive unpacks.`
  )
}
