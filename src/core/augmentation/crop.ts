import { required } from '../base/required'
import { whole } from '../base/whole'
import type { AugmentationKind } from './augmentation-kind'

/** How far an image is cut out beside its middle, in pixels; the setting is the most in each direction. */
interface Shift {
  readonly down: number
  readonly right: number
}

/** As torchvision's `RandomCrop(size, padding=n, padding_mode='reflect')`. */
export const crop: AugmentationKind<ReturnType<typeof whole>, Shift> = {
  schema: whole('crop', 0, 16),
  off: 0,
  usual: 4,
  stream: 1,
  draw(most, { epoch, inEpoch }) {
    if (most === 0) return undefined
    const random = inEpoch(epoch)
    return { down: random.nextBelow(2 * most + 1) - most, right: random.nextBelow(2 * most + 1) - most }
  },
  apply(image, { down, right }, { shape: [height, width, channels] }) {
    const whole = image.slice()
    const columns = Array.from({ length: width }, (_, x) => mirrored(x + right, width))
    let at = 0
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        const row = (channel * height + mirrored(y + down, height)) * width
        for (const x of columns) image[at++] = required(whole[row + x], 'a pixel inside the image')
      }
    }
  }
}

/** Where a place beyond an edge comes from: as far inside it. The edge itself is not repeated. */
function mirrored(place: number, length: number): number {
  const inside = Math.abs(place)
  return inside < length ? inside : 2 * (length - 1) - inside
}
