/** Of the official files alone: a data set that only calls itself so is shown under another name. */
export const cifar10Name = 'CIFAR-10'

/** CIFAR-10's classes, in label order. */
export const cifar10Classes = [
  'plane',
  'car',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck'
] as const

/** Images and labels in shared memory; read by any thread without copies. */
export interface ImageSet {
  /** u8[count, channels, height, width]: planar, as in CIFAR-10's binary files. */
  readonly images: Uint8Array
  /** u8[count] */
  readonly labels: Uint8Array
  readonly count: number
  /** [height, width, channels] */
  readonly shape: readonly [number, number, number]
}

/** A whole data set as the trainer sees it. */
export interface Dataset {
  readonly name: string
  readonly classes: readonly string[]
  readonly train: ImageSet
  readonly test: ImageSet
  /** sha256 over the data files, in order: which bytes a run was trained on. */
  readonly hash: string
}

/** Bytes of one image. */
export function imageBytes(set: Pick<ImageSet, 'shape'>): number {
  return set.shape[0] * set.shape[1] * set.shape[2]
}

/** What the lesson does with a pixel that is a fraction of 255: normalised like this, it lies in [-1, 1]. */
export const normalisation = { mean: 0.5, standardDeviation: 0.5 } as const
