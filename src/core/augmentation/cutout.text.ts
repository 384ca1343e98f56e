import { paragraph } from '../base/text-block'
import type { AugmentationText } from './augmentation-text'

export const cutoutText: AugmentationText<number> = {
  label: 'Cutout',
  noun: 'cutout',
  hint: 'blanks a square of this size',
  help: 'blank a square of training images: the length of its sides in pixels; its centre is drawn at random',
  guide: (cutout) => ({
    heading: cutout === 0 ? 'Nothing is blanked' : `A blank square of ${cutout} × ${cutout}`,
    body: [
      paragraph(
        'A square around a random pixel is blanked; what lies outside the image is cut off. The network cannot rely on one part alone, such as a head, and learns to use the rest too (DeVries and Taylor, 2017).'
      ),
      paragraph(
        'The square gets the colour that the network’s own normalisation takes nearest to **0**, so the network sees nothing there. It helps in long trainings; in short ones it mostly makes learning slower.'
      )
    ]
  })
}
