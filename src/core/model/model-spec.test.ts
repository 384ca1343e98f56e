import { describe, expect, test } from 'vitest'
import { layerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import { modelSpec } from './model-spec'
import { parseInput } from '../base/parse-input'

describe('layers', () => {
  test('batch normalisation has PyTorch’s defaults', () => {
    expect(layerSpec.parse({ type: 'batchNorm', name: 'bn' })).toEqual({
      type: 'batchNorm',
      name: 'bn',
      momentum: 0.1,
      epsilon: 1e-5
    })
  })

  test.each([
    [{ type: 'dropout', name: 'd' }, 'the dropout rate must be a number'],
    [{ type: 'dropout', name: 'd', rate: 1 }, 'the dropout rate must lie in 0 to 0.99'],
    [{ type: 'dropout', name: 'd', rate: -0.1 }, 'the dropout rate must lie in 0 to 0.99'],
    [{ type: 'batchNorm', name: 'b', momentum: 1.1 }, 'momentum must lie in 0 to 1'],
    [{ type: 'batchNorm', name: 'b', momentum: 0.1234567 }, 'momentum has at most 6 decimals'],
    [{ type: 'batchNorm', name: 'b', epsilon: 0 }, 'epsilon must lie in 1e-12 to 1']
  ])('%j is refused', (layer, message) => {
    expect(() => parseInput(layerSpec, layer, 'The layer')).toThrow(message)
  })
})

test('pixel ranges go with the channels, and a huge number of channels is refused at once', () => {
  const layers = lessonModel.layers
  const ranges = [
    [0, 1],
    [-1, 1],
    [0, 255]
  ]
  expect(modelSpec.safeParse({ ...lessonModel, pixels: ranges }).success).toBe(true)
  expect(modelSpec.safeParse({ ...lessonModel, pixels: ranges.slice(1) }).success).toBe(false)
  expect(modelSpec.safeParse({ inputShape: [32, 32, 2 ** 53], layers, pixels: ranges }).success).toBe(false)
  expect(modelSpec.safeParse({ inputShape: [32, 32, 2 ** 53], layers }).success).toBe(false)
})
