import type { AugmentationName } from '../augmentation/augmentation-kinds'
import { augmentationTexts } from '../augmentation/augmentation-texts'
import { flipChoices } from '../augmentation/flip'
import type { Field, SettingForm } from './setting'

/** The kinds of augmentation as settings. */
export const augmentationFields: Readonly<Record<AugmentationName, Field>> = {
  flip: field('flip', { kind: 'choice', choices: flipChoices.map((value) => ({ value, text: value })) }),
  crop: field('crop', { kind: 'whole', notch: 'one' }),
  brightness: field('brightness', { kind: 'share', notch: 'ten' }),
  contrast: field('contrast', { kind: 'share', notch: 'ten' }),
  cutout: field('cutout', { kind: 'whole', notch: 'one' })
}

function field(name: AugmentationName, form: SettingForm): Field {
  const { noun, label, hint, help } = augmentationTexts[name]
  return {
    noun,
    label,
    hint,
    help,
    form,
    rooms: ['data', 'train'],
    place: 'folded',
    teaching: { group: 'data' }
  }
}
