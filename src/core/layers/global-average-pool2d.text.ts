import { globalPoolingText } from './global-pooling-text'

export const globalAveragePool2dText = globalPoolingText({
  noun: 'global average pooling',
  title: 'Global mean',
  menu: { text: 'Global mean', hint: 'one value a map, its average' },
  stays: 'mean',
  choice: 'the mean'
})
