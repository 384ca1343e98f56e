import type { LayerType } from '../../state/edit-model'

/** What can be added, in the words of a menu. */
export const newLayers: readonly {
  readonly value: LayerType
  readonly text: string
  readonly hint: string
}[] = [
  { value: 'conv2d', text: 'Conv', hint: 'filters, then ReLU' },
  { value: 'maxPool2d', text: 'Max', hint: 'pooling, keeps the largest' },
  { value: 'averagePool2d', text: 'Mean', hint: 'pooling, keeps the average' },
  { value: 'batchNorm', text: 'Norm', hint: 'batch normalisation' },
  { value: 'dropout', text: 'Dropout', hint: 'switches off at random' },
  { value: 'flatten', text: 'Flatten', hint: 'maps to one row' },
  { value: 'dense', text: 'Dense', hint: 'units, then ReLU' },
  { value: 'relu', text: 'ReLU', hint: 'or another activation' }
]
