import { describe, expect, test } from 'vitest'
import { initialWeights } from '../../src/core/model/initial-weights'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { Random } from '../../src/core/maths/random'
import { countWork } from '../../scripts/bench/count-work'

function noise(model: ModelSpec, count: number): { images: Uint8Array; labels: Uint16Array; count: number } {
  const random = Random.seeded(1)
  const bytes = model.inputShape.reduce((product, n) => product * n, 1)
  const images = Uint8Array.from({ length: count * bytes }, () => random.nextBelow(256))
  return { images, labels: Uint16Array.from({ length: count }, (_, i) => i % 2), count }
}

const count = (model: ModelSpec, images = 3) =>
  countWork(model, initialWeights(model, 1), noise(model, images))

describe('multiply-adds of one image', () => {
  test('fully connected: each weight once forward, once for its gradient, once for the input behind it', () => {
    const model: ModelSpec = {
      inputShape: [2, 2, 3],
      layers: [
        { type: 'flatten', name: 'flatten' },
        { type: 'dense', name: 'fc1', units: 5 },
        { type: 'relu', name: 'relu' },
        { type: 'dense', name: 'fc2', units: 4 }
      ]
    }
    const backward = 12 * 5 + 2 * 5 * 4
    expect(count(model)).toEqual({
      forward: 12 * 5 + 5 * 4,
      backwardDense: backward,
      backwardUseful: backward
    })
  })

  test('convolution: padding is nothing to multiply with', () => {
    const model: ModelSpec = {
      inputShape: [3, 3, 2],
      layers: [
        { type: 'conv2d', name: 'conv', filters: 5, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
        { type: 'flatten', name: 'flatten' }
      ]
    }
    // Of a 3 x 3 window, 4 places lie inside at a corner, 6 at an edge, 9 in the middle.
    const forward = (4 * 4 + 4 * 6 + 9) * 2 * 5
    expect(count(model)).toEqual({ forward, backwardDense: forward, backwardUseful: forward })
  })

  test('convolution: max pooling lets one gradient in four through', () => {
    const model: ModelSpec = {
      inputShape: [6, 6, 1],
      layers: [
        { type: 'conv2d', name: 'conv', filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: [0, 0] },
        { type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2] },
        { type: 'flatten', name: 'flatten' }
      ]
    }
    const forward = 16 * 9 * 2
    expect(count(model)).toEqual({ forward, backwardDense: forward, backwardUseful: forward / 4 })
  })

  test('the lesson’s network', () => {
    const { forward, backwardDense, backwardUseful } = count(lessonModel, 4)
    // 28 x 28 x 75 x 6, 10 x 10 x 150 x 16, 400 x 120, 120 x 84, 84 x 10; backward twice that, but for the first.
    expect(forward).toBe(352_800 + 240_000 + 48_000 + 10_080 + 840)
    expect(backwardDense).toBe(2 * forward - 352_800)
    // ReLU stops about half of what max pooling lets through.
    expect(backwardUseful).toBeGreaterThan((352_800 + 480_000) / 16 + 117_840)
    expect(backwardUseful).toBeLessThan((352_800 + 480_000) / 4 + 117_840)
  })
})
