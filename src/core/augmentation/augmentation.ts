import type { ModelSpec } from '../model/model-spec'
import { pixelTransforms } from '../model/pixel-range'
import { activeAugmentations, type AugmentationName, type AugmentationSettings } from './augmentation-kinds'

/** All that decides what becomes of a training image, apart from its row and the epoch. */
export interface Augmentation {
  /** Of the run. */
  readonly seed: number
  /** Those that change images, in order. */
  readonly active: readonly AugmentationName[]
  readonly settings: AugmentationSettings
  /** u8 of each channel: what stands where an image is blanked. */
  readonly fill: readonly number[]
}

/** @returns undefined where all images stay as they are */
export function augmentationOf(
  config: AugmentationSettings & { readonly model: ModelSpec; readonly seed: number }
): Augmentation | undefined {
  const active = activeAugmentations(config)
  if (active.length === 0) return undefined
  const { model, seed, crop, flip, brightness, contrast, cutout } = config
  return { seed, active, settings: { crop, flip, brightness, contrast, cutout }, fill: blankPixel(model) }
}

/** Of each channel the byte that the network's own normalisation takes nearest to 0: it sees nothing there. */
export function blankPixel(model: ModelSpec): readonly number[] {
  return pixelTransforms(model).map(({ scale, offset }) =>
    Math.min(255, Math.max(0, Math.round(-offset / scale)))
  )
}
