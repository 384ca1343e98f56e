import { z } from '../base/schema'
import type { AugmentationKind } from './augmentation-kind'
import { mirrorImages } from './mirror-images'

export const flipChoices = ['off', 'random', 'alternating'] as const
const schema = z.enum(flipChoices, `flip must be one of ${flipChoices.join(', ')}`)

/** Mirrored left to right, as by torchvision's `RandomHorizontalFlip()`; alternating flip is Jordan's (airbench, 2024). */
export const flip: AugmentationKind<typeof schema, true> = {
  schema,
  off: 'off',
  usual: 'random',
  stream: 2,
  draw(how, { epoch, inEpoch }) {
    if (how === 'off') return undefined
    const coin = inEpoch(how === 'random' ? epoch : 0).nextBelow(2)
    return (coin + (how === 'random' ? 0 : epoch)) % 2 === 1 ? true : undefined
  },
  apply(image, _, { shape }) {
    mirrorImages(image, shape)
  }
}
