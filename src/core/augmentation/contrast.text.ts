import { formatPercent } from '../format/format-number'
import { paragraph } from '../base/text-block'
import type { AugmentationText } from './augmentation-text'

export const contrastText: AugmentationText<number> = {
  label: 'Contrast',
  noun: 'contrast',
  hint: 'makes images paler or stronger by up to this much',
  help: 'change the contrast of training images: with 0.2, by a random factor from 0.8 to 1.2',
  guide: (contrast) => ({
    heading:
      contrast === 0
        ? 'The contrast stays as it is'
        : `Up to ${formatPercent(contrast, 0)} paler or stronger`,
    body: [
      paragraph(
        'A factor is drawn for each image in each epoch. Every pixel’s distance from the image’s mean grey is multiplied by it: below 1 the image gets paler, above 1 stronger.'
      ),
      paragraph('It helps where images come from different cameras or were taken in different weather.')
    ]
  })
}
