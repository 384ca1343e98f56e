import { expect, test } from 'vitest'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import { linkLayers, unlinkLayers } from './linked-layers'

test('a chain is linked from the image on, and loses the links again', () => {
  const linked = linkLayers(lessonModel.layers)
  expect(linked.slice(0, 3).map(({ inputs }) => inputs)).toEqual([['image'], ['conv1'], ['relu1']])
  expect(unlinkLayers(linked)).toEqual(lessonModel.layers)
  expect(unlinkLayers(linked).some((layer) => 'inputs' in layer)).toBe(false)
})

test('what does not follow from the order stays', () => {
  const layers: LayerSpec[] = [
    { type: 'relu', name: 'a' },
    { type: 'tanh', name: 'b', inputs: ['image'] },
    { type: 'add', name: 'c', inputs: ['b', 'a'] },
    { type: 'add', name: 'd', inputs: ['c', 'c'] }
  ]
  expect(unlinkLayers(linkLayers(layers))).toEqual(layers)
})

test('a layer that is taken out leaves its readers where they were', () => {
  const layers = linkLayers([
    { type: 'relu', name: 'a' },
    { type: 'tanh', name: 'b', inputs: ['image'] },
    { type: 'relu', name: 'c' },
    { type: 'add', name: 'd', inputs: ['a', 'c'] }
  ])
  expect(unlinkLayers(layers.filter(({ name }) => name !== 'a'))).toEqual([
    { type: 'tanh', name: 'b' },
    { type: 'relu', name: 'c' },
    { type: 'add', name: 'd', inputs: ['a', 'c'] }
  ])
})
