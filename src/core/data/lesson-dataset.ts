import { type DatasetInfo, usualNormalisation } from './dataset-info'

const shape: DatasetInfo['shape'] = [32, 32, 3]

/** CIFAR-10: what the lesson is about, and what is worked with where nothing else is said. */
export const lessonDataset: DatasetInfo = {
  id: 'cifar-10',
  /** Of the official files alone: a data set that only calls itself so is shown under another name. */
  name: 'CIFAR-10',
  hash: 'e91465c8f1e6b994a09687b2da2e09b546410a789bd6b9d8da8f29602a7370cc',
  classes: ['plane', 'car', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  shape,
  normalisation: usualNormalisation(shape),
  labelBytes: 1,
  splits: {
    train: { images: 50_000, files: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`) },
    test: { images: 10_000, files: ['test_batch.bin'] }
  }
}
