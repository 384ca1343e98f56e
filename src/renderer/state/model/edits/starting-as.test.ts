import { expect, test } from 'vitest'
import type { LayerSpec } from '../../../../core/layers/layer-kinds'
import { startingAs } from './starting-as'

const layer: LayerSpec<'conv2d'> = {
  type: 'conv2d',
  name: 'conv1',
  filters: 6,
  kernelSize: [2, 3],
  strides: [1, 1],
  padding: [0, 0]
}

test('whitening brings the number of filters that it takes', () => {
  expect(startingAs(layer, 'whitening', [8, 8, 3])).toEqual({
    ...layer,
    filters: 36,
    initialisation: 'whitening'
  })
})

test('any other start leaves their number, and one at random is not written down', () => {
  const whitened = startingAs(layer, 'whitening', [8, 8, 1])
  expect(startingAs(whitened, 'identity', [8, 8, 1])).toEqual({
    ...layer,
    filters: 12,
    initialisation: 'identity'
  })
  expect(startingAs(whitened, undefined, [8, 8, 1])).toEqual({ ...layer, filters: 12 })
  expect(JSON.stringify(startingAs(layer, undefined, [8, 8, 3]))).toBe(JSON.stringify(layer))
})
