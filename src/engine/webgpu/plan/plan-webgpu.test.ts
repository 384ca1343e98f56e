import { describe, expect, test } from 'vitest'
import { lessonModel } from '../../../core/model/lesson-model'
import type { ModelSpec } from '../../../core/model/model-spec'
import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { defaultOptimizers } from '../../../core/optimizers/optimizer-kinds'
import { setFrozen } from '../../../core/layers/set-frozen'
import { trainingJobs } from '../kernels/network-jobs'
import { planWebgpu } from './plan-webgpu'
import type { WebgpuPlan } from './plan'

const kinds = ({ operations }: WebgpuPlan): string[] =>
  operations.map(
    ({ kind, output: { activation } }) => `${kind} ${activation === 'none' ? 'none' : activation.type}`
  )
const plan = (model: ModelSpec): WebgpuPlan => planWebgpu(model, defaultOptimizers.adam, 5)
const of = (...layers: LayerSpec[]): ModelSpec => ({ inputShape: [8, 8, 3], layers })
const conv: LayerSpec = {
  type: 'conv2d',
  name: 'conv',
  filters: 4,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: [0, 0]
}
const pool = (size: number, stride: number): LayerSpec => ({
  type: 'maxPool2d',
  name: 'pool',
  poolSize: [size, size],
  strides: [stride, stride]
})
const flatten: LayerSpec = { type: 'flatten', name: 'flatten' }
const dense: LayerSpec = { type: 'dense', name: 'dense', units: 2 }

describe('planWebgpu', () => {
  test('the lesson’s network becomes five operations', () => {
    expect(kinds(plan(lessonModel))).toEqual([
      'convolution relu',
      'convolution relu',
      'dense relu',
      'dense relu',
      'dense none'
    ])
  })

  test('an activation whose slope follows from its input is an operation of its own', () => {
    const silu: LayerSpec = { type: 'silu', name: 'silu' }
    expect(kinds(plan(of(conv, silu, flatten, dense)))).toEqual([
      'convolution none',
      'curve none',
      'dense none'
    ])
  })

  test('pooling is fused unless its windows overlap, are large, or follow another activation than ReLU', () => {
    const tanh: LayerSpec = { type: 'tanh', name: 'tanh' }
    expect(kinds(plan(of(conv, pool(2, 2), tanh, flatten, dense)))).toEqual([
      'convolution tanh',
      'dense none'
    ])
    expect(kinds(plan(of(conv, pool(3, 1), flatten, dense)))).toEqual([
      'convolution none',
      'pool none',
      'dense none'
    ])
    expect(kinds(plan(of(conv, pool(4, 4), flatten, dense)))).toContain('pool none')
    expect(kinds(plan(of(conv, tanh, pool(2, 2), flatten, dense)))).toContain('pool none')
  })

  test('a network that does not begin with a convolution gets its images as floats, and no gradient of them', () => {
    const planned = plan(of(flatten, dense))
    expect(kinds(planned)).toEqual(['normalise none', 'dense none'])
    expect(planned.operations.map(({ output }) => output.gradient !== undefined)).toEqual([false, true])
  })

  test('frozen layers before the first that learns have no gradients', () => {
    const planned = plan(of(setFrozen(conv, true), pool(2, 2), flatten, dense))
    expect(planned.operations.map(({ output }) => output.gradient !== undefined)).toEqual([false, true])
    expect(trainingJobs(planned).map(({ name }) => name)).toEqual([
      'op0Forward',
      'tail',
      'op1Update',
      'meanLoss'
    ])
  })

  test('nothing in memory overlaps', () => {
    const { operations, parameters, imageLosses, floats, batchSize } = plan(lessonModel)
    const regions = operations.flatMap((operation) => {
      const { values, gradient, volume } = operation.output
      const winners = operation.kind === 'convolution' ? operation.winners : undefined
      return [values, gradient, winners].flatMap((begin) =>
        begin === undefined ? [] : [{ begin, end: begin + batchSize * volume }]
      )
    })
    const all = [
      { begin: 0, end: parameters * 3 },
      ...regions,
      { begin: imageLosses, end: imageLosses + batchSize }
    ].sort((a, b) => a.begin - b.begin)
    all.slice(1).forEach(({ begin }, i) => {
      expect(begin).toBeGreaterThanOrEqual(all[i]?.end ?? Infinity)
    })
    expect(all.at(-1)?.end).toBeLessThanOrEqual(floats)
  })
})
