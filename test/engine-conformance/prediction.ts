import { describe, expect } from 'vitest'
import { canFreeze, type LayerSpec } from '../../src/core/layers/layer-kinds'
import { everything, frozen, small } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum, relativeDistance } from './trajectory'
import { steadyRates } from './steady-rates'

const frozenWhereItCan = (layer: LayerSpec): LayerSpec => (canFreeze(layer.type) ? frozen(layer) : layer)

/** Relative, of float32 sums in another order. */
const roundingTolerance = 1e-6

/** @param likeness of the scores of the same images in larger and smaller batches */
export function testPrediction({ name, check, compile }: Subject, likeness: 'same bits' | 'rounding'): void {
  describe(`prediction on ${name}`, () => {
    const four = { model: small, optimizer: plainMomentum, batchSize: 4, images: 4 }
    check('is the forward pass of training', four, async () => {
      const program = await compile(compileRequest(four))
      const slot = program.createSlot(4)
      fillSlot(slot, 6)
      const logits = new Float32Array(4 * 6)
      await program.predict(slot, 4, logits)
      const losses = new Float32Array(1)
      await program.train(slot, 0, 4, 4, steadyRates(plainMomentum, 1), losses)
      let sum = 0
      for (let i = 0; i < 4; i++) {
        const scores = logits.subarray(i * 6, (i + 1) * 6)
        const total = scores.reduce((all, score) => all + Math.exp(score), 0)
        sum += Math.log(total) - (scores[slot.labels[i] ?? 0] ?? NaN)
      }
      expect(losses[0]).toBeCloseTo(sum / 4, 6)
      await program.dispose()
    })

    const still = { ...four, model: { ...small, layers: small.layers.map(frozenWhereItCan) } }
    check('a network in which nothing learns gives its scores, and is not trained', still, async () => {
      const [own, moving] = await Promise.all(
        [still, four].map(async (training) => {
          const program = await compile(compileRequest(training))
          const slot = program.createSlot(4)
          fillSlot(slot, 6)
          const logits = new Float32Array(4 * 6)
          await program.predict(slot, 4, logits)
          return { program, slot, logits }
        })
      )
      expect(own?.logits).toEqual(moving?.logits)
      await expect(
        own?.program.train(own.slot, 0, 4, 4, steadyRates(plainMomentum, 1), new Float32Array(1))
      ).rejects.toThrow('Nothing in this network learns')
      await own?.program.dispose()
      await moving?.program.dispose()
    })

    for (const [title, model] of Object.entries({ small, everything })) {
      const seven = { model, optimizer: plainMomentum, batchSize: 7, images: 7 }
      check(`does not depend on how many images come together (${title})`, seven, async () => {
        const program = await compile(compileRequest(seven))
        const slot = program.createSlot(7)
        fillSlot(slot, 4)
        await program.train(slot, 0, 7, 7, steadyRates(plainMomentum, 1), new Float32Array(1))
        const classes = model === small ? 6 : 4
        const together = new Float32Array(7 * classes)
        await program.predict(slot, 7, together)
        for (let count = 1; count < 7; count++) {
          const fewer = new Float32Array(count * classes)
          await program.predict(slot, count, fewer)
          const expected = together.subarray(0, count * classes)
          if (likeness === 'same bits') expect(fewer).toEqual(expected)
          else expect(relativeDistance([fewer], [expected])).toBeLessThan(roundingTolerance)
        }
        await program.dispose()
      })
    }
  })
}
