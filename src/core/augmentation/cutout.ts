import { required } from '../base/required'
import { whole } from '../base/whole'
import type { AugmentationKind } from './augmentation-kind'

/** The setting is its side. Parts of it may lie outside the image. */
interface Square {
  readonly top: number
  readonly left: number
  readonly side: number
}

/** DeVries & Taylor 2017: a square around a pixel drawn from all of the image. */
export const cutout: AugmentationKind<ReturnType<typeof whole>, Square> = {
  schema: whole('cutout', 0, 64),
  off: 0,
  usual: 8,
  stream: 5,
  draw(side, { epoch, inEpoch }, [height, width]) {
    if (side === 0) return undefined
    const random = inEpoch(epoch)
    const before = Math.floor(side / 2)
    return { top: random.nextBelow(height) - before, left: random.nextBelow(width) - before, side }
  },
  apply(image, { top, left, side }, { shape: [height, width, channels], fill }) {
    const [first, end] = [Math.max(0, left), Math.min(width, left + side)]
    for (let channel = 0; channel < channels; channel++) {
      const value = required(fill[channel], 'a value for each channel')
      for (let y = Math.max(0, top); y < Math.min(height, top + side); y++) {
        const row = (channel * height + y) * width
        image.fill(value, row + first, row + end)
      }
    }
  }
}
