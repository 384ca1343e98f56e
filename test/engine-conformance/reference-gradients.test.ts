import { describe, expect, test } from 'vitest'
import { classCount } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import type { Pass } from '../../src/engine/reference/layer'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import { hashedWeights } from './hashed-weights'
import { networks } from './networks'
import { fillSlot } from './synthetic-images'

/** Central differences in float64: their error falls with the square of this, rounding grows with its inverse. */
const difference = 1e-6

describe('the reference loops: gradients against finite differences, in float64', () => {
  test.each(Object.entries(networks))('%s', (_, model) => {
    const reference = new ReferenceNetwork(model, 'float64')
    const weights = hashedWeights(model)
    reference.parameters.forEach(({ values }, i) => {
      values.set(weights[i]?.values ?? [])
    })
    const images = 5
    const slot = {
      images: new Uint8Array(images * volume(model.inputShape)),
      labels: new Uint16Array(images),
      indices: new Uint32Array(images)
    }
    fillSlot(slot, classCount(model))
    const pass: Pass = { kind: 'train', seed: 77, step: 5 }
    const loss = (): number => reference.backward(slot.images, slot.labels, pass)
    loss()
    const { trainable } = reference
    const gradients = trainable.map(({ gradient }) => gradient.slice())
    expect(gradients.flatMap((gradient) => [...gradient]).some((value) => Math.abs(value) > 1e-4)).toBe(true)
    trainable.forEach(({ values }, i) => {
      // Some weights of each parameter stand for all: a wrong formula is wrong everywhere.
      for (let k = 0; k < 6; k++) {
        const index = Math.floor((k * values.length) / 6)
        const kept = values[index] ?? NaN
        values[index] = kept + difference
        const above = loss()
        values[index] = kept - difference
        const below = loss()
        values[index] = kept
        const gradient = gradients[i]?.[index] ?? NaN
        expect(Math.abs((above - below) / (2 * difference) - gradient)).toBeLessThan(
          1e-7 + 1e-5 * Math.abs(gradient)
        )
      }
    })
  })
})
