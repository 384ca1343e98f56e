import { expect, test } from 'vitest'
import { likelyPixels } from './likely-pixels'

const imageNet = { mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] }

test.each([
  ['net.keras', [0, 1]],
  ['net.H5', [0, 1]],
  ['model.json', [0, 1]],
  ['keras_model.h5', [-1, 1]]
])('the pixels of %s are those of the programs that write such files', (name, ranges) => {
  expect(likelyPixels(name, 3, imageNet).ranges).toEqual(ranges)
})

test('elsewhere they are the data set’s, where it has as many channels', () => {
  expect(likelyPixels('net.onnx', 3, imageNet).ranges).toHaveLength(3)
  expect(likelyPixels('net.onnx', 1, imageNet).ranges).toEqual([-1, 1])
})
