import type { AugmentationKind } from './augmentation-kind'
import { blend } from './blend'
import { colourPixels } from './colour-pixels'
import { drawFactor, strength } from './strength'

/** As torchvision's `ColorJitter(brightness=b)`: what is drawn is the factor of all pixels. */
export const brightness: AugmentationKind<ReturnType<typeof strength>, number> = {
  schema: strength('brightness'),
  off: 0,
  usual: 0.2,
  stream: 3,
  draw: drawFactor,
  apply(image, factor, { shape }) {
    blend(colourPixels(image, shape), 0, factor)
  }
}
