import { momentsText } from './moments-text'

export const adamwText = momentsText('AdamW', {
  tfjs: ({ weightDecay }) =>
    weightDecay === 0
      ? 'Without weight decay it is the same as Adam.'
      : 'TensorFlow.js only has `adam`, so the script applies the weight decay itself, in every step.',
  about: 'Adam with separate weight decay',
  note: 'AdamW applies weight decay to the weights directly. In Adam it is part of the slope, and so it is scaled like the slope.'
})
