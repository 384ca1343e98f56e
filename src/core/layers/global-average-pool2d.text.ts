import { globalPoolingText } from './global-pooling-text'

export const globalAveragePool2dText = globalPoolingText({
  noun: 'global average pooling',
  title: 'Global mean',
  menu: { text: 'Global mean', hint: 'one value a map, its average' },
  stays: 'mean',
  choice: 'the mean',
  pytorch:
    '`mean((2, 3))` averages over dimensions 2 and 3, the height and width of each map. The images (dimension 0) and channels (dimension 1) stay apart.'
})
