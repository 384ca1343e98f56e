import { momentsText } from './moments-text'

export const adamwText = momentsText('AdamW', {
  about: 'Adam, weights shrink apart',
  note: 'AdamW shrinks the weights beside the step, not through the slope.'
})
