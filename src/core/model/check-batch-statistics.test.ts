import { describe, expect, test } from 'vitest'
import { checkBatchStatistics } from './check-batch-statistics'
import { lessonModel } from './lesson-model'
import type { ModelSpec } from './model-spec'
import type { LayerSpec } from '../layers/layer-kinds'

const bn: LayerSpec = { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 }
const flat: LayerSpec = { type: 'flatten', name: 'flat' }
const model = (height: number, ...layers: LayerSpec[]): ModelSpec => ({ inputShape: [height, 1, 3], layers })

describe('batches whose statistics cannot train on', () => {
  test('one image, flat or a single pixel', () => {
    for (const network of [model(4, flat, bn), model(1, bn, flat)]) {
      expect(() => {
        checkBatchStatistics(network, 10, 1)
      }).toThrow('Layer bn normalises over the batch, but a batch of one image')
      expect(() => {
        checkBatchStatistics(network, 1001, 4)
      }).toThrow('with 1,001 training images, the last batch of 4 would have only one image')
      expect(() => {
        checkBatchStatistics(network, 1, 4)
      }).toThrow('the last batch of 4 would have only one image')
    }
  })

  test('anything else will do', () => {
    checkBatchStatistics(model(4, flat, bn), 1002, 4)
    checkBatchStatistics(model(4, flat, bn), 0, 4)
    checkBatchStatistics(model(2, bn, flat), 1001, 4)
    checkBatchStatistics(model(2, bn, flat), 3, 1)
    checkBatchStatistics(lessonModel, 5, 1)
  })
})
