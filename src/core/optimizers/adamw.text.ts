import { momentsText } from './moments-text'

export const adamwText = momentsText('AdamW', {
  about: 'Adam, weights shrink directly',
  note: 'AdamW shrinks the weights directly, not through the slope.'
})
