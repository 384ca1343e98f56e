import { describe, expect, test } from 'vitest'
import { layerSpec } from '../layers/layer-kinds'
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
