import { expect, test } from 'vitest'
import { inferShapes } from './infer-shapes'
import { lessonModel } from './lesson-model'
import { resnetModel } from './presets/resnet-model'
import { sizePath } from './size-path'

test('the lesson’s sizes come about one after the other, up to what is flattened', () => {
  const shapes = inferShapes(lessonModel)
  const flatten = shapes.findIndex(({ layer }) => layer.type === 'flatten')
  const path = [
    { name: 'conv1', size: '28 × 28' },
    { name: 'pool1', size: '14 × 14' },
    { name: 'conv2', size: '10 × 10' },
    { name: 'pool2', size: '5 × 5' }
  ]
  expect(sizePath(shapes, flatten)).toEqual(path)
  // A row of numbers has no size of its own.
  expect(sizePath(shapes, shapes.length - 1)).toEqual(path)
  expect(sizePath(shapes, 0)).toEqual([])
})

test('of branches, the first input is followed, back to the image', () => {
  const shapes = inferShapes(resnetModel)
  const sizes = sizePath(shapes, shapes.length - 1).map(({ size }) => size)
  expect(sizes).toEqual(['16 × 16', '8 × 8'])
})
