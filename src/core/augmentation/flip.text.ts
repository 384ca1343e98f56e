import { paragraph } from '../base/text-block'
import type { AugmentationText } from './augmentation-text'
import type { flipChoices } from './flip'

type Flip = (typeof flipChoices)[number]

const headings: Readonly<Record<Flip, string>> = {
  off: 'No mirrored images',
  random: 'Half of the images are mirrored',
  alternating: 'Mirrored in every other epoch'
}

export const flipText: AugmentationText<Flip> = {
  label: 'Flip',
  noun: 'flip',
  hint: 'mirrors images left to right; not for digits or letters',
  help: 'mirror training images left to right: at random in each epoch, or alternating from epoch to epoch; not for digits or letters',
  guide: (flip) => ({
    heading: headings[flip],
    body: [
      paragraph(
        'A mirrored cat is a cat, so flipping gives the network a second, correct image for each one that there is. With **random**, a coin is tossed for each image in each epoch.'
      ),
      paragraph(
        'With **alternating**, a coin is tossed once for each image, for the first epoch; from then on the image changes sides with every epoch. Two epochs always show both sides, which random flipping does for only half of the images. That helps most in short trainings.'
      ),
      paragraph(
        'Do not flip what means something else in a mirror: digits, letters, or a road sign that points left.'
      )
    ]
  })
}
