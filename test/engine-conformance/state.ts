import { describe, expect } from 'vitest'
import { trainableShapes } from '../../src/core/model/infer-shapes'
import { volume } from '../../src/core/layers/shape'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { untrainedState } from '../../src/core/model/weights'
import { hashedWeights } from './hashed-weights'
import { everything, networks, small } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum, trajectory } from './trajectory'
import { steadyRates } from './steady-rates'

const { adam } = defaultOptimizers

export function testState({ name, engine, check, compile }: Subject): void {
  describe(`state on ${name}`, () => {
    check('comes out as it went in', { model: everything, optimizer: adam }, async () => {
      for (const model of Object.values(networks)) {
        if (engine.lacks?.({ model, optimizer: adam }) !== undefined) continue
        const weights = hashedWeights(model)
        // What a layer averages itself has none.
        const optimizerState = [4, 5].map((first) =>
          trainableShapes(model).map(({ shape }) =>
            Float32Array.from({ length: volume(shape) }, (_, i) => first + i)
          )
        )
        const request = compileRequest({ model, optimizer: adam, batchSize: 2, images: 2 })
        const program = await compile({
          ...request,
          state: { weights, optimizerState, step: 12, optimizerSteps: 9 }
        })
        expect(await program.readState()).toEqual({ weights, optimizerState, step: 12, optimizerSteps: 9 })
        await program.writeState(untrainedState(weights))
        expect(await program.readState()).toEqual(untrainedState(weights))
        await program.dispose()
      }
    })

    for (const optimizer of [plainMomentum, ...Object.values(defaultOptimizers)]) {
      const job = { model: everything, optimizer, batchSize: 4, images: 24 }
      check(`${optimizer.type}: resumed equals uninterrupted, to the bit`, job, async () => {
        const whole = await trajectory(compile, job)
        const request = compileRequest(job)
        const first = await compile(request)
        const slot = first.createSlot(24)
        fillSlot(slot, 4)
        const losses = new Float32Array(6)
        await first.train(slot, 0, 8, 4, steadyRates(optimizer, 4), losses)
        const saved = await first.readState()
        expect(saved.step).toBe(2)
        await first.dispose()
        const second = await compile({ ...request, state: saved })
        const again = second.createSlot(24)
        fillSlot(again, 4)
        const rest = new Float32Array(4)
        await second.train(again, 8, 16, 4, steadyRates(optimizer, 4), rest)
        losses.set(rest, 2)
        expect(losses).toEqual(whole.losses)
        expect(await second.readState()).toEqual(whole.state)
        await second.writeState(saved)
        await second.train(again, 8, 16, 4, steadyRates(optimizer, 4), rest)
        expect(await second.readState()).toEqual(whole.state)
        await second.dispose()
      })
    }

    // A run looks at nothing but the loss to know that it diverged.
    for (const [title, model] of Object.entries({ small, everything } satisfies Record<string, ModelSpec>)) {
      const broken = { model, optimizer: plainMomentum, batchSize: 4, images: 4 }
      check(`a weight that is NaN or infinite shows in the loss (${title})`, broken, async () => {
        const request = compileRequest(broken)
        const program = await compile(request)
        const slot = program.createSlot(4)
        fillSlot(slot, 4)
        const losses = new Float32Array(1)
        for (const [index, { name: parameter }] of request.state.weights.entries()) {
          // Training normalises with the batch's own statistics.
          if (parameter.includes('/moving_')) continue
          for (const value of [NaN, Infinity]) {
            const weights = request.state.weights.map((tensor, i) =>
              i === index ? { ...tensor, values: tensor.values.map(() => value) } : tensor
            )
            await program.writeState(untrainedState(weights))
            await program.train(slot, 0, 4, 4, steadyRates(plainMomentum, 1), losses)
            expect(Number.isFinite(losses[0]), `${parameter} is ${value}`).toBe(false)
          }
        }
        await program.dispose()
      })
    }
  })
}
