import { knobTexts } from '../optimizers/knob-texts'
import { type KnobName, knobs } from '../optimizers/knobs'
import type { Field } from './setting'

/** The knobs of the optimizers as settings. */
export const knobFields: Readonly<Record<KnobName, Field>> = {
  learningRate: field('learningRate'),
  momentum: field('momentum'),
  nesterov: field('nesterov'),
  alpha: field('alpha'),
  beta1: field('beta1'),
  beta2: field('beta2'),
  epsilon: field('epsilon'),
  weightDecay: field('weightDecay')
}

function field(name: KnobName): Field {
  const { form, notch, detail } = knobs[name]
  const { noun, label, hint, help } = knobTexts[name]
  const shared = { noun, label, hint, help, form: { kind: form, notch } }
  return detail
    ? {
        ...shared,
        rooms: ['optimizer'],
        place: 'elsewhere',
        teaching: { group: 'optimizer', control: 'optimizerDetails', text: 'Its other settings' }
      }
    : { ...shared, rooms: ['optimizer', 'train'], place: 'open', teaching: { group: 'optimizer' } }
}
