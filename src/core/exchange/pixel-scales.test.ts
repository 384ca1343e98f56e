import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { namedPixels, pixelScales } from './pixel-scales'

test('the data set’s own normalisation is marked where it is one of the usual ranges', () => {
  const scales = pixelScales([32, 32, 3], lessonDataset)
  expect(scales.map(({ id }) => id)).toEqual(['unit', 'signed', 'bytes', 'imagenet', 'caffe'])
  expect(scales[1]?.text).toBe('−1 to 1: CIFAR-10’s own normalisation')
})

test('and is one of its own elsewhere', () => {
  const grey = { name: 'Digits', normalisation: { mean: [0.13], standardDeviation: [0.31] } }
  const scales = pixelScales([28, 28, 1], grey)
  expect(scales.map(({ id }) => id)).toEqual(['unit', 'signed', 'bytes', 'own'])
  expect(pixelScales([28, 28, 3], grey).map(({ id }) => id)).not.toContain('own')
})

test('ImageNet’s and Caffe’s have names', () => {
  expect(namedPixels(' ImageNet ')).toHaveLength(3)
  expect(namedPixels('caffe')).toContainEqual([-116.779, 255 - 116.779])
  expect(namedPixels('0..1')).toBeUndefined()
})
