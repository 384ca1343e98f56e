import { describe, expect, test } from 'vitest'
import { inferShapes } from './infer-shapes'
import type { LayerSpec } from '../layers/layer-kinds'
import { lessonModel } from './lesson-model'
import type { ModelSpec } from './model-spec'
import { multiplyAdds, trainingWork, workPerImage } from './multiply-adds'

/** Counted from the shapes by hand: outputs times what each of them sums. */
const conv1 = 28 * 28 * 6 * (5 * 5 * 3)
const conv2 = 10 * 10 * 16 * (5 * 5 * 6)
const dense = 400 * 120 + 120 * 84 + 84 * 10

describe('the lesson’s network', () => {
  const shapes = inferShapes(lessonModel)

  test('forward, each layer with weights counts', () => {
    expect(shapes.map(multiplyAdds).filter((count) => count > 0)).toEqual([
      conv1,
      conv2,
      400 * 120,
      120 * 84,
      84 * 10
    ])
  })

  test('backward, the gradient of the image itself is not needed', () => {
    expect(trainingWork(shapes)[0]).toEqual({ forward: conv1, weightGradient: conv1, inputGradient: 0 })
    expect(trainingWork(shapes)[3]).toEqual({ forward: conv2, weightGradient: conv2, inputGradient: conv2 })
  })

  test('behind max pooling, a quarter of the gradients is not zero', () => {
    expect(workPerImage(lessonModel)).toBe(1.25 * conv1 + 1.5 * conv2 + 3 * dense)
  })
})

test('batch normalisation between convolution and pooling gives every position a gradient', () => {
  const [conv, relu, pool, ...rest] = lessonModel.layers
  if (conv === undefined || relu === undefined || pool === undefined) throw new Error('the lesson has layers')
  const norm = { type: 'batchNorm', name: 'norm', momentum: 0.1, epsilon: 1e-5 } as const
  const layers = [conv, norm, relu, pool, ...rest]
  expect(workPerImage({ ...lessonModel, layers })).toBe(2 * conv1 + 1.5 * conv2 + 3 * dense)
})

test('batch normalisation has parameters, so that what lies before it needs a gradient no earlier than they do', () => {
  const shapes = inferShapes({
    inputShape: [4, 4, 1],
    layers: [
      { type: 'batchNorm', name: 'norm', momentum: 0.1, epsilon: 1e-5 },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc', units: 2 }
    ]
  })
  expect(trainingWork(shapes).map(({ inputGradient }) => inputGradient)).toEqual([0, 0, 32])
})

describe('branches', () => {
  const conv: Omit<LayerSpec<'conv2d'>, 'name'> = {
    type: 'conv2d',
    filters: 2,
    kernelSize: [3, 3],
    strides: [1, 1],
    padding: [1, 1]
  }
  const pool: Omit<LayerSpec<'maxPool2d'>, 'name'> = { type: 'maxPool2d', poolSize: [2, 2], strides: [2, 2] }
  const end: ModelSpec['layers'] = [
    { type: 'flatten', name: 'flatten' },
    { type: 'dense', name: 'fc', units: 3 }
  ]
  const fromImage = 8 * 8 * 2 * (9 * 2)
  const fromConcatenation = 8 * 8 * 2 * (9 * 4)

  test('a gradient is needed by every branch that leads to parameters, and by no other', () => {
    const shapes = inferShapes({
      inputShape: [8, 8, 2],
      layers: [
        { ...conv, name: 'a' },
        { type: 'relu', name: 'b', inputs: ['image'] },
        { ...conv, name: 'c' },
        { type: 'concatenate', name: 'd', inputs: ['a', 'c'] },
        { ...conv, name: 'e' },
        ...end
      ]
    })
    expect(trainingWork(shapes).map(({ inputGradient }) => inputGradient)).toEqual([
      0,
      0,
      0,
      0,
      fromConcatenation,
      0,
      8 * 8 * 2 * 3
    ])
  })

  test('behind a concatenation, pooling leaves a quarter of the gradients; a second reader gives all of them', () => {
    const dense = (features: number): number => 3 * features * 3
    const joined: ModelSpec['layers'] = [
      { ...conv, name: 'a' },
      { ...conv, name: 'b', inputs: ['image'] },
      { type: 'concatenate', name: 'c', inputs: ['a', 'b'] }
    ]
    const pooled: ModelSpec = {
      inputShape: [8, 8, 2],
      layers: [...joined, { ...pool, name: 'p' }, ...end]
    }
    expect(workPerImage(pooled)).toBe(2 * 1.25 * fromImage + dense(4 * 4 * 4))
    const read: ModelSpec = {
      inputShape: [8, 8, 2],
      layers: [
        { ...conv, name: 'a' },
        { ...pool, name: 'p' },
        { ...pool, name: 'q', inputs: ['a'] },
        { type: 'add', name: 's', inputs: ['p', 'q'] },
        ...end
      ]
    }
    expect(workPerImage(read)).toBe(2 * fromImage + dense(4 * 4 * 2))
  })
})
