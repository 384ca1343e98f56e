import { required } from '../base/required'
import type { ImageShape } from '../data/dataset-info'
import type { AugmentationKind } from './augmentation-kind'
import { blend } from './blend'
import { colourPixels } from './colour-pixels'
import { drawFactor, strength } from './strength'

/** As torchvision's `ColorJitter(contrast=c)`: what is drawn is the factor of each pixel's distance from the mean grey. */
export const contrast: AugmentationKind<ReturnType<typeof strength>, number> = {
  schema: strength('contrast'),
  off: 0,
  usual: 0.2,
  stream: 4,
  draw: drawFactor,
  apply(image, factor, { shape }) {
    blend(colourPixels(image, shape), meanGrey(image, shape), factor)
  }
}

/** A float32: how bright the image is on average, by ITU-R 601's weights, each pixel's grey cut down to a whole byte. */
function meanGrey(image: Uint8Array, [height, width, channels]: ImageShape): number {
  const plane = height * width
  const at = (i: number): number => required(image[i], 'a pixel')
  let sum = 0
  for (let i = 0; i < plane; i++) {
    sum += channels < 3 ? at(i) : greyOf(at(i), at(plane + i), at(2 * plane + i))
  }
  return Math.fround(sum / plane)
}

const [redShare, greenShare, blueShare] = [Math.fround(0.2989), Math.fround(0.587), Math.fround(0.114)]

function greyOf(red: number, green: number, blue: number): number {
  const { fround } = Math
  return Math.trunc(
    fround(fround(fround(redShare * red) + fround(greenShare * green)) + fround(blueShare * blue))
  )
}
