import { globalPoolingText } from './global-pooling-text'

export const globalMaxPool2dText = globalPoolingText({
  noun: 'global max pooling',
  title: 'Global max',
  menu: { text: 'Global max', hint: 'one value a map, its largest' },
  stays: 'largest value',
  choice: 'the largest value'
})
