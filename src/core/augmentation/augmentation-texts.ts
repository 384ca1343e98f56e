import type { Explanation } from '../base/text-block'
import type { AugmentationName, AugmentationSettings } from './augmentation-kinds'
import type { AugmentationText } from './augmentation-text'
import { brightnessText } from './brightness.text'
import { contrastText } from './contrast.text'
import { cropText } from './crop.text'
import { cutoutText } from './cutout.text'
import { flipText } from './flip.text'

/** What people read about each kind of augmentation. */
export const augmentationTexts: {
  readonly [N in AugmentationName]: AugmentationText<AugmentationSettings[N]>
} = {
  crop: cropText,
  flip: flipText,
  brightness: brightnessText,
  contrast: contrastText,
  cutout: cutoutText
}

/** What the guide says about one kind. */
export function explainAugmentation<N extends AugmentationName>(
  name: N,
  settings: Readonly<Record<N, AugmentationSettings[N]>>
): Explanation {
  return augmentationTexts[name].guide(settings[name])
}
