import type { z } from '../base/schema'
import type { ImageShape } from '../data/dataset-info'
import type { ImageDraws } from './image-draws'

/** What a change of an image may need to know besides what was drawn. */
export interface AugmentedImages {
  readonly shape: ImageShape
  /** u8 of each channel: what stands where an image is blanked. */
  readonly fill: readonly number[]
}

/**
 * Everything that core knows of one kind of augmentation. S parses its setting, D is what is drawn for one image.
 * What people read of it stands beside it, in an `AugmentationText`.
 */
export interface AugmentationKind<S extends z.ZodType, D> {
  readonly schema: S
  /** With this setting images stay as they are. */
  readonly off: z.infer<S>
  /** The strength of somebody who switches it on and says no more. */
  readonly usual: z.infer<S>
  /** Its own random stream, from 1 on, so that switching on another kind changes nothing that is drawn here. */
  readonly stream: number
  /** @returns undefined where the image stays as it is */
  draw(setting: z.infer<S>, draws: ImageDraws, shape: ImageShape): D | undefined
  /** @param image u8[channels, height, width], changed in place */
  apply(image: Uint8Array, drawn: D, images: AugmentedImages): void
}
