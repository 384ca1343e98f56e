import { momentsText } from './moments-text'

export const adamwText = momentsText('AdamW', {
  about: 'Adam with separate weight decay',
  note: 'AdamW applies weight decay to the weights directly. In Adam it is part of the slope, and so it is scaled like the slope.'
})
