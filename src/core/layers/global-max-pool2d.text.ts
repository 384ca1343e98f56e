import { globalPoolingText } from './global-pooling-text'

export const globalMaxPool2dText = globalPoolingText({
  noun: 'global max pooling',
  title: 'Global max',
  menu: { text: 'Global max', hint: 'one value a map, its largest' },
  stays: 'largest value',
  choice: 'the largest value',
  pytorch:
    '`adaptive_max_pool2d` keeps the largest values of each map, as many as asked for: `1` makes it a map of 1 × 1. `flatten(1)` then makes a row of these.'
})
