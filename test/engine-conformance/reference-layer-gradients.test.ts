import { describe, expect, test } from 'vitest'
import { classCount, volume } from '../../src/core/infer-shapes'
import type { Pass } from '../../src/engine/reference/layer'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import { hashedWeights } from './hashed-weights'
import {
  batchNorm as anyBatchNorm,
  conv2d,
  dense,
  dropout as anyDropout,
  flatten,
  maxPool2d,
  network,
  sigmoid,
  tanh
} from './networks'
import { fillSlot } from './synthetic-images'

/** Central differences in float64: their error falls with the square of this, rounding grows with its inverse. */
const difference = 1e-6

const dropout = anyDropout(0.4)
const batchNorm = anyBatchNorm(0.1, 1e-3)

const models = {
  'dropout of an image': network(
    [6, 5, 2],
    conv2d(4, [2, 2]),
    tanh,
    dropout,
    conv2d(3, [2, 3]),
    flatten,
    dense(4)
  ),
  'dropout of rows': network([3, 3, 2], flatten, dense(12), dropout, tanh, dropout, dense(4)),
  'batch normalisation of an image': network(
    [6, 5, 2],
    conv2d(4, [2, 2]),
    batchNorm,
    tanh,
    maxPool2d([2, 2]),
    conv2d(3, [2, 2]),
    batchNorm,
    sigmoid,
    flatten,
    dense(4)
  ),
  'batch normalisation of rows': network([3, 3, 2], flatten, dense(12), batchNorm, tanh, dense(4), batchNorm),
  'batch normalisation of the input, then dropout': network([4, 4, 3], batchNorm, dropout, flatten, dense(4))
}

describe('the reference loops: gradients through dropout and batch normalisation, in float64', () => {
  test.each(Object.entries(models))('%s', (_, model) => {
    const reference = new ReferenceNetwork(model, 'float64')
    const weights = hashedWeights(model)
    reference.parameters.forEach(({ values }, i) => {
      values.set(weights[i]?.values ?? [])
    })
    const images = 5
    const slot = {
      images: new Uint8Array(images * volume(model.inputShape)),
      labels: new Uint8Array(images),
      indices: new Uint32Array(images)
    }
    fillSlot(slot, classCount(model))
    const pass: Pass = { kind: 'train', seed: 77, step: 5 }
    const loss = (): number => reference.backward(slot.images, slot.labels, pass)
    loss()
    const trainable = reference.parameters.filter((parameter) => parameter.trainable)
    const gradients = trainable.map(({ gradient }) => gradient.slice())
    expect(gradients.flatMap((gradient) => [...gradient]).some((value) => Math.abs(value) > 1e-3)).toBe(true)
    trainable.forEach(({ values }, i) => {
      for (let index = 0; index < values.length; index++) {
        const kept = values[index] ?? NaN
        values[index] = kept + difference
        const above = loss()
        values[index] = kept - difference
        const below = loss()
        values[index] = kept
        const gradient = gradients[i]?.[index] ?? NaN
        expect(Math.abs((above - below) / (2 * difference) - gradient)).toBeLessThan(
          1e-8 + 1e-6 * Math.abs(gradient)
        )
      }
    })
  })
})
