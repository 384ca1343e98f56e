import { required } from '../base/required'
import type { ImageShape } from '../data/dataset-info'
import type { Augmentation } from './augmentation'
import type { AugmentedImages } from './augmentation-kind'
import { type AugmentationName, augmentationKinds, type AugmentationSettings } from './augmentation-kinds'
import { imageDraws } from './image-draws'

/**
 * Makes of a training image what the run trains on in an epoch.
 * @param image u8[channels, height, width], changed in place
 * @param row of the image in the data set
 * @param epoch counted from 0
 */
export function augmentImage(
  image: Uint8Array,
  row: number,
  epoch: number,
  { seed, active, settings, fill }: Augmentation,
  shape: ImageShape
): void {
  const images = { shape, fill }
  for (const name of active) change(name, settings, image, { seed, epoch, row }, images)
}

/** The same with images that lie one after the other. @param images u8[N, channels, height, width] */
export function augmentImages(
  images: Uint8Array,
  rows: Uint32Array,
  epoch: number,
  augmentation: Augmentation,
  shape: ImageShape
): void {
  const bytes = shape[0] * shape[1] * shape[2]
  for (let i = 0; i < rows.length; i++) {
    const row = required(rows[i], 'a row of each image')
    augmentImage(images.subarray(i * bytes, (i + 1) * bytes), row, epoch, augmentation, shape)
  }
}

function change<N extends AugmentationName>(
  name: N,
  settings: Readonly<Record<N, AugmentationSettings[N]>>,
  image: Uint8Array,
  { seed, epoch, row }: { readonly seed: number; readonly epoch: number; readonly row: number },
  images: AugmentedImages
): void {
  const kind = augmentationKinds[name]
  const drawn = kind.draw(settings[name], imageDraws(seed, kind.stream, epoch, row), images.shape)
  if (drawn !== undefined) kind.apply(image, drawn, images)
}
