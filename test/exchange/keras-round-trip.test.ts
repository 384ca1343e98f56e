import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { readNetworkFile } from '../../src/lab/exchange/network-file'
import { compared, runnable } from '../code/configurations'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { onnxCheckpoint } from './onnx-checkpoint'

describe.each([...compared, ...runnable])(
  'a network that goes out to Keras and comes back: $name',
  ({ config }) => {
    const weights = hashedWeights(config.model)

    test.each([
      { format: 'keras', preprocessing: false },
      { format: 'keras', preprocessing: true },
      { format: 'h5', preprocessing: false },
      { format: 'h5', preprocessing: true }
    ] as const)('is the same: $format, preprocessing $preprocessing', async ({ format, preprocessing }) => {
      const { fileName, bytes } = await exportNetwork(onnxCheckpoint(config, weights), {
        format,
        averaged: false,
        preprocessing,
        version: '1.2.3'
      })
      const read = await readNetworkFile([{ name: fileName, bytes }])
      if (read.kind !== 'whole') throw new Error('it is whole')
      expect(read.checkpoint.config.model).toEqual(config.model)
      expect(read.checkpoint.state.weights).toEqual(weights)
      expect(read.checkpoint.classes).toEqual(lessonDataset.classes)
      expect(read.checkpoint.assumesPixels).toBeUndefined()
    })
  }
)
