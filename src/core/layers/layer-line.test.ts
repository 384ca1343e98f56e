import { expect, test } from 'vitest'
import { layerLine } from './layer-line'

test('names the inputs that a layer says it takes, and whether it is frozen', () => {
  const dense = { type: 'dense' as const, name: 'fc1', units: 10 }
  expect(layerLine(dense)).toBe('dense, 10 outputs')
  expect(layerLine({ ...dense, frozen: true, inputs: ['image'] })).toBe(
    'dense, 10 outputs, frozen, takes the image'
  )
  expect(layerLine({ type: 'add', name: 'add1', inputs: ['conv2', 'relu1'] })).toBe(
    'add, takes conv2 and relu1'
  )
})
