import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { anyTraining } from './any-network'
import { dense, dropout, everything, flatten, network, networks } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum, relativeDistance } from './trajectory'
import { steadyRates } from './steady-rates'

export function testLayers(subject: Subject, randomNetworks: number): void {
  const { name, check, compare } = subject
  describe(`layers on ${name}`, () => {
    for (const [title, model] of Object.entries(networks)) {
      const training = { model, optimizer: plainMomentum, batchSize: 6, images: 22 }
      check(title, training, () => compare(training))
    }

    check('random networks', { model: everything, optimizer: plainMomentum }, async () => {
      await fc.assert(
        fc.asyncProperty(anyTraining, (training) => compare({ ...training, optimizer: plainMomentum })),
        { numRuns: randomNetworks, seed: 21 }
      )
    })

    const whole = defaultOptimizers.muon
    check(
      'a step of random networks whose matrices move as a whole',
      { model: everything, optimizer: whole },
      async () => {
        await fc.assert(
          fc.asyncProperty(anyTraining, (training) =>
            compare({ ...training, images: Math.min(training.images, training.batchSize), optimizer: whole })
          ),
          { numRuns: Math.ceil(randomNetworks / 5), seed: 22 }
        )
      }
    )
  })
  testDropout(subject)
}

/** What a comparison with the reference loops would not show: that both draw new masks, and when. */
function testDropout({ name, check, compile }: Subject): void {
  describe(`dropout on ${name}`, () => {
    const model = network([4, 4, 2], flatten, dense(40), dropout(0.5), dense(5))
    // So small a step that only the masks make losses differ.
    const still = { ...plainMomentum, learningRate: 1e-12 }
    const job = { model, optimizer: still, batchSize: 4, images: 4 }

    check('the mask changes with seed and step, and not with the call', job, async () => {
      const losses = async (seed: number, step: number): Promise<number[]> => {
        const request = compileRequest(job)
        const program = await compile({ ...request, seed, state: { ...request.state, step } })
        const slot = program.createSlot(4)
        fillSlot(slot, 5)
        const found = new Float32Array(1)
        const all: number[] = []
        for (let call = 0; call < 3; call++) {
          await program.train(slot, 0, 4, 4, steadyRates(still, 1), found)
          all.push(found[0] ?? NaN)
        }
        await program.dispose()
        return all
      }
      const first = await losses(1, 0)
      expect(new Set([...first, ...(await losses(2, 0))]).size).toBe(6)
      expect((await losses(1, 1))[0]).toBe(first[1])
      expect((await losses(1, 2))[0]).toBe(first[2])
    })

    check('is the identity in prediction', job, async () => {
      const without = network([4, 4, 2], flatten, dense(40), dense(5))
      const logits = async (shown: ModelSpec): Promise<Float32Array> => {
        const program = await compile(compileRequest({ ...job, model: shown }))
        const slot = program.createSlot(4)
        fillSlot(slot, 5)
        const scores = new Float32Array(20)
        await program.predict(slot, 4, scores)
        await program.dispose()
        return scores
      }
      expect(relativeDistance([await logits(model)], [await logits(without)])).toBeLessThan(1e-6)
    })
  })
}
