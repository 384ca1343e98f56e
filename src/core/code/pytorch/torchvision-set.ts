import type { DatasetInfo } from '../../data/dataset-info'
import { isLessonDataset } from '../../data/is-lesson-dataset'
import type { KnownSetId } from '../../data/known-set-id'

/** A class of torchvision.datasets, which downloads a data set and gives Tenfold's images and labels in their order. */
export interface TorchvisionSet {
  readonly className: 'CIFAR10' | 'CIFAR100' | 'MNIST' | 'FashionMNIST' | 'KMNIST' | 'EMNIST' | 'SVHN'
  /** Of the download, in megabytes: with the test images, unless these come apart. */
  readonly download: number
  readonly testDownload?: number
  /** Which of EMNIST's versions; torchvision calls them splits. */
  readonly emnist?: string
  /** What it keeps in its folder. */
  readonly keeps: string
}

type Entry = TorchvisionSet & Pick<KnownSetId, 'kind' | 'variant'> & { readonly shape: DatasetInfo['shape'] }

const grey: DatasetInfo['shape'] = [28, 28, 1]
const coloured: DatasetInfo['shape'] = [32, 32, 3]

/** CIFAR-100's coarse labels are missing: torchvision's class gives the fine ones alone. */
const entries: readonly Entry[] = [
  { kind: 'cifar-10', className: 'CIFAR10', shape: coloured, download: 170, keeps: 'cifar-10-batches-py' },
  {
    kind: 'cifar-100',
    variant: 'fine labels',
    className: 'CIFAR100',
    shape: coloured,
    download: 169,
    keeps: 'cifar-100-python'
  },
  { kind: 'mnist', className: 'MNIST', shape: grey, download: 12, keeps: 'MNIST/raw' },
  { kind: 'fashion-mnist', className: 'FashionMNIST', shape: grey, download: 31, keeps: 'FashionMNIST/raw' },
  { kind: 'kmnist', className: 'KMNIST', shape: grey, download: 21, keeps: 'KMNIST/raw' },
  ...['byclass', 'bymerge', 'balanced', 'letters', 'digits', 'mnist'].map((split): Entry => ({
    kind: 'emnist',
    variant: split,
    className: 'EMNIST',
    emnist: split,
    shape: grey,
    download: 562,
    keeps: 'EMNIST/raw'
  })),
  {
    kind: 'svhn',
    className: 'SVHN',
    shape: coloured,
    download: 182,
    testDownload: 64,
    keeps: 'train_32x32.mat and test_32x32.mat'
  }
]

/** @returns undefined where no class of torchvision gives this data set */
export function torchvisionSet(
  dataset: Pick<DatasetInfo, 'hash' | 'shape' | 'known'>
): TorchvisionSet | undefined {
  const { shape, known } = dataset
  if (isLessonDataset(dataset)) return entries.find(({ kind }) => kind === 'cifar-10')
  if (known?.official !== true) return undefined
  // What a manifest from elsewhere says about its images may be wrong.
  return entries.find(
    (entry) =>
      entry.kind === known.kind && entry.variant === known.variant && entry.shape.join() === shape.join()
  )
}
