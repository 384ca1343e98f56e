import { momentsText } from './moments-text'

export const adamText = momentsText('Adam', {
  tfjs: () => undefined,
  about: 'a step length for each weight, and momentum',
  note: 'Adam works with many learning rates. On image classifiers, a well-tuned SGD with momentum often ends up just as good or better.'
})
