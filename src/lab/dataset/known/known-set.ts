import type { ImageShape } from '../../../core/data/dataset-info'
import type { KnownSetId } from '../../../core/data/known-set-id'

export interface KnownImage {
  /** Counts into the set's classes. */
  readonly label: number
  /** u8[channels, height, width], valid until the next image is asked for. */
  readonly pixels: Uint8Array
  /** Where it comes from, counted from 0 as in Python: `data_batch_1, image 17` */
  readonly origin: string
}

/** A well-known data set in files of its own format, found on this computer. */
export interface KnownSet {
  readonly kind: KnownSetId['kind']
  /** `CIFAR-100`; `CIFAR-100 (other files)` where they are not the official ones. */
  readonly name: string
  /** What tells apart several sets in the same files: `fine labels` */
  readonly variant?: string
  readonly classes: readonly string[]
  /** [height, width, channels] */
  readonly shape: ImageShape
  /** What its authors say about its use, where it comes from and whom to cite. */
  readonly licence?: string
  /** Whether its files match the published checksums. */
  readonly official: boolean
  readonly counts: { readonly train: number; readonly test: number }
  /**
   * Images in the order of the files. Holds at most one file of them.
   * @throws LabError 'data-corrupt' | 'storage' | 'cancelled'
   */
  images(role: 'train' | 'test', signal?: AbortSignal): AsyncIterable<KnownImage>
}
