import type { DatasetInfo, ImageShape } from './dataset-info'

/** Images and labels in shared memory; read by any thread without copies. */
export interface ImageSet {
  /** u8[count, channels, height, width]: planar, as in CIFAR-10's binary files. */
  readonly images: Uint8Array
  /** u16[count] */
  readonly labels: Uint16Array
  readonly count: number
  readonly shape: ImageShape
}

/** A whole data set as the trainer sees it. */
export interface Dataset {
  readonly info: DatasetInfo
  readonly train: ImageSet
  readonly test: ImageSet
}

/** Bytes of one image. */
export function imageBytes(set: Pick<ImageSet, 'shape'>): number {
  return set.shape[0] * set.shape[1] * set.shape[2]
}
