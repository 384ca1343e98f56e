import { describe, expect, test } from 'vitest'
import { classCount, volume } from '../../src/core/infer-shapes'
import { initialWeights } from '../../src/core/initial-weights'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import { networks } from './networks'
import { fillSlot } from './synthetic-images'

/** Central differences in float64: their error falls with the square of this, rounding grows with its inverse. */
const step = 1e-6

describe('the reference loops: gradients against finite differences, in float64', () => {
  test.each(Object.entries(networks))('%s', (_, model) => {
    const reference = new ReferenceNetwork(model, 'float64')
    const weights = initialWeights(model, 11)
    reference.parameters.forEach(({ values }, i) => {
      values.set(weights[i]?.values ?? [])
    })
    const images = 2
    const slot = {
      images: new Uint8Array(images * volume(model.inputShape)),
      labels: new Uint8Array(images),
      indices: new Uint32Array(images)
    }
    fillSlot(slot, classCount(model))
    reference.backward(slot.images, slot.labels)
    const gradients = reference.parameters.map(({ gradient }) => gradient.slice())
    reference.parameters.forEach(({ values }, i) => {
      // Some weights of each parameter stand for all: a wrong formula is wrong everywhere.
      for (let k = 0; k < 6; k++) {
        const index = Math.floor((k * values.length) / 6)
        const kept = values[index] ?? NaN
        values[index] = kept + step
        const above = reference.backward(slot.images, slot.labels)
        values[index] = kept - step
        const below = reference.backward(slot.images, slot.labels)
        values[index] = kept
        const gradient = gradients[i]?.[index] ?? NaN
        expect(Math.abs((above - below) / (2 * step) - gradient)).toBeLessThan(
          1e-7 + 1e-5 * Math.abs(gradient)
        )
      }
    })
  })
})
