import { poolingText } from './pooling-text'

export const averagePool2dText = poolingText({
  noun: 'average pooling',
  title: 'Mean pool',
  menu: { text: 'Mean', hint: 'pooling, keeps the mean' },
  keeps: 'the mean',
  choice: 'the mean',
  heading: 'Keep only the mean'
})
