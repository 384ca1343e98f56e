import { momentsText } from './moments-text'

export const adamText = momentsText('Adam', {
  about: 'RMSprop with momentum',
  note: 'It forgives a learning rate that is not quite right; where SGD is well tuned it is hard to beat.'
})
