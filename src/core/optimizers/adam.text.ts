import { momentsText } from './moments-text'

export const adamText = momentsText('Adam', {
  about: 'RMSprop with momentum',
  note: 'Adam works with many learning rates. On image classifiers, a well-tuned SGD with momentum often ends up just as good or better.'
})
