import { describe, expect, test } from 'vitest'
import { filterNormalisedDirection } from './filter-normalised-direction'
import { setFrozen } from '../layers/set-frozen'
import { initialWeights } from '../model/initial-weights'
import { lessonModel } from '../model/lesson-model'
import type { ModelSpec } from '../model/model-spec'
import { Random } from '../maths/random'
import { difference, fromVector, project, toVector } from './weight-space'

const weights = initialWeights(lessonModel, 1)

describe('filterNormalisedDirection', () => {
  test('every filter is as long as the network’s own, and biases stay', () => {
    const direction = fromVector(filterNormalisedDirection(lessonModel, weights, Random.seeded(5)), weights)
    direction.forEach(({ shape, values }, i) => {
      const own = weights[i]?.values ?? new Float32Array(0)
      if (shape.length === 1) {
        expect(values.every((value) => value === 0)).toBe(true)
        return
      }
      const filters = shape.at(-1) ?? 1
      for (let filter = 0; filter < filters; filter++) {
        const length = (all: Float32Array): number =>
          Math.hypot(...all.filter((_, index) => index % filters === filter))
        expect(length(values)).toBeCloseTo(length(own), 5)
      }
    })
  })

  test('frozen layers stay where they are', () => {
    const layers = lessonModel.layers.map((layer) => (layer.name === 'fc1' ? setFrozen(layer, true) : layer))
    const direction = filterNormalisedDirection({ ...lessonModel, layers }, weights, Random.seeded(5))
    const moves = fromVector(direction, weights).flatMap(({ name, values }) =>
      values.some((value) => value !== 0) ? [name] : []
    )
    expect(moves).toEqual(['conv1/kernel', 'conv2/kernel', 'fc2/kernel', 'fc3/kernel'])
  })

  test('different draws point in different directions', () => {
    const random = Random.seeded(5)
    const first = filterNormalisedDirection(lessonModel, weights, random)
    const second = filterNormalisedDirection(lessonModel, weights, random)
    const { x, y } = project({ first, second }, first)
    expect(x).toBeCloseTo(1, 6)
    expect(y).toBeCloseTo(0, 6)
    expect(second).not.toEqual(first)
  })

  test('is refused where no kernel learns', () => {
    const model: ModelSpec = {
      inputShape: [2, 2, 1],
      layers: [
        { type: 'batchNorm', name: 'norm', momentum: 0.1, epsilon: 1e-5 },
        { type: 'flatten', name: 'flatten' },
        { type: 'dense', name: 'fc', units: 3, frozen: true }
      ]
    }
    expect(() => filterNormalisedDirection(model, initialWeights(model, 1), Random.seeded(1))).toThrow(
      'No kernel of this network learns'
    )
  })
})

describe('the space of weights', () => {
  test('a vector stands for weights and back', () => {
    expect(fromVector(toVector(weights), weights)).toEqual(weights)
  })

  test('what the optimizer does not move is no part of a difference', () => {
    const model: ModelSpec = {
      inputShape: [2, 2, 1],
      layers: [{ type: 'batchNorm', name: 'norm', momentum: 0.1, epsilon: 1e-5 }]
    }
    const from = initialWeights(model, 1)
    const to = from.map((tensor) => ({ ...tensor, values: tensor.values.map((value) => value + 2) }))
    expect([...difference(model, to, from)]).toEqual([2, 2, 0, 0])
  })
})
