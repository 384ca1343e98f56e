import { formatPercent } from '../format/format-number'
import { paragraph } from '../base/text-block'
import type { AugmentationText } from './augmentation-text'

export const brightnessText: AugmentationText<number> = {
  label: 'Brightness',
  noun: 'brightness',
  hint: 'makes images darker or lighter by up to this much',
  help: 'make training images darker or lighter: with 0.2, by a random factor from 0.8 to 1.2',
  guide: (brightness) => ({
    heading:
      brightness === 0
        ? 'The light stays as it is'
        : `Up to ${formatPercent(brightness, 0)} darker or lighter`,
    body: [
      paragraph(
        'Every pixel is multiplied by the same factor, drawn for each image in each epoch; what would be more than white stays white. The network learns that a photograph in the evening shows the same thing as one at noon.'
      ),
      paragraph('It hurts where the light itself tells the classes apart, such as day and night.')
    ]
  })
}
