import { paragraph } from '../base/text-block'
import type { AugmentationText } from './augmentation-text'

export const cropText: AugmentationText<number> = {
  label: 'Crop',
  noun: 'crop',
  hint: 'shifts images by up to this many pixels; try 2 to 4',
  help: 'shift training images by up to this many pixels in each direction; the mirrored edge fills what comes into view',
  guide: (crop) => ({
    heading: crop === 0 ? 'Images stay where they are' : `Shifted by up to ${pixels(crop)}`,
    body: [
      paragraph(
        `What an image shows does not depend on its exact place. The image gets a border of ${crop === 0 ? 'a few pixels' : `**${pixels(crop)}**`}, its own edge in a mirror, and a piece of the old size is cut out at a random place.`
      ),
      paragraph(
        'For CIFAR-10’s small images, 2 to 4 pixels are usual. Larger shifts cut off more of the object and add more of the mirrored border.'
      )
    ]
  })
}

const pixels = (count: number): string => (count === 1 ? '1 pixel' : `${count} pixels`)
