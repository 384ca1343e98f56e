import { expect, test } from 'vitest'
import type { PlannedLayer } from '../../../core/engine/compiled-plan'
import { forwardKernels } from './forward-kernels'

const layer: PlannedLayer = {
  name: 'fc1',
  type: 'dense',
  input: [400],
  output: [120],
  parameters: 48_120,
  forward: 48_000,
  weightGradient: 48_000,
  inputGradient: 48_000,
  kernels: [
    { name: 'fc1.forward4', bytes: 900, blocking: '4 images × 8 units in registers' },
    { name: 'fc1.forward1', bytes: 300 },
    { name: 'fc1.weightGradient', bytes: 500, blocking: 'not this one' }
  ]
}

test('names the forward functions and how they go about it', () => {
  expect(forwardKernels(layer)).toBe('forward4, forward1: 4 images × 8 units in registers')
  expect(forwardKernels({ ...layer, kernels: [{ name: 'fc1.forward', bytes: 1 }] })).toBe('forward')
})

test('says where another layer computes it, and where there is nothing to compute', () => {
  expect(forwardKernels({ ...layer, within: 'conv1' })).toBe('in conv1’s kernels')
  expect(forwardKernels({ ...layer, kernels: [] })).toBe('nothing to compute')
})
