import { describe, expect, test } from 'vitest'
import { inferShapes } from './infer-shapes'
import { lessonModel } from './lesson-model'
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
