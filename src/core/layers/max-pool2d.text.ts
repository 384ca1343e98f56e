import { poolingText } from './pooling-text'

export const maxPool2dText = poolingText({
  noun: 'max pooling',
  title: 'Max pool',
  menu: { text: 'Max', hint: 'pooling, keeps the largest' },
  keeps: 'the largest value',
  choice: 'the maximum',
  heading: 'Keep only the largest'
})
