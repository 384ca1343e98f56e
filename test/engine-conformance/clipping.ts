import { describe, expect } from 'vitest'
import { required } from '../../src/core/base/required'
import { setFrozen } from '../../src/core/layers/set-frozen'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import {
  batchNorm,
  conv2d,
  dense,
  depthwiseConv2d,
  everything,
  flatten,
  maxPool2d,
  network,
  networks,
  relu,
  small,
  tanh
} from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { steadyRates } from './steady-rates'
import { compileRequest, movement, plainMomentum, type Training, trajectory } from './trajectory'

const { adam, adamw, muon } = defaultOptimizers

/** Filters, channels and units that fill no vector, and averages that must not move with the weights. */
const odd = network(
  [9, 8, 1],
  conv2d(5, [3, 3]),
  batchNorm(),
  tanh,
  depthwiseConv2d(2, [2, 3]),
  relu,
  maxPool2d([2, 2]),
  flatten,
  dense(11),
  batchNorm(),
  dense(3)
)
/** The norm is that of the others alone. */
const partlyFrozen = {
  ...odd,
  layers: odd.layers.map((layer, i) => ([0, 3, 8].includes(i) ? setFrozen(layer, true) : layer))
}

const models = { small, odd, partlyFrozen }

export function testClipping({ name, check, compare, compile }: Subject, threads: readonly number[]): void {
  describe(`gradient clipping on ${name}`, () => {
    for (const [title, model] of Object.entries(models)) {
      // Always, now and then, and never.
      for (const clipNorm of [0.1, 1.5, 1e5]) {
        const job = { model, optimizer: plainMomentum, batchSize: 4, images: 22, clipNorm }
        check(`${title}, norm ${clipNorm}`, job, () => compare(job))
      }
    }

    // A larger epsilon: of biases before batch normalisation the gradient is rounding alone.
    const decayed = { ...adamw, epsilon: 0.01, weightDecay: 0.1 }
    for (const optimizer of [
      { ...plainMomentum, weightDecay: 0.5 },
      { ...adam, weightDecay: 0.1 },
      decayed,
      { ...muon, weightDecay: 0.1 }
    ]) {
      const job = { model: odd, optimizer, batchSize: 3, images: 11, clipNorm: 0.2 }
      check(`${optimizer.type} with decay of the weights`, job, () => compare(job))
    }

    const plain = { ...plainMomentum, momentum: 0, learningRate: 1e3 }
    for (const [title, model] of Object.entries({ ...networks, odd, partlyFrozen })) {
      const once: Training = { model, optimizer: plain, batchSize: 5, images: 5, clipNorm: 1e-3 }
      check(`a step is as long as the norm lets it be: ${title}`, once, async () => {
        const { state } = await trajectory(compile, once)
        const initial = compileRequest(once).state.weights
        let squares = 0
        movement(state, initial).forEach((values, i) => {
          if (required(initial[i], 'a weight').name.includes('/moving_')) return
          for (const value of values) squares += value ** 2
        })
        expect(Math.sqrt(squares)).toBeCloseTo(1, 4)
      })
    }

    const job: Training = { model: odd, optimizer: adam, batchSize: 4, images: 24, clipNorm: 0.3 }
    check('resumed equals uninterrupted, to the bit', job, async () => {
      const whole = await trajectory(compile, job)
      const request = compileRequest(job)
      const halves = [0, 12]
      let { state } = request
      for (const from of halves) {
        const program = await compile({ ...request, state })
        const slot = program.createSlot(24)
        fillSlot(slot, 3)
        await program.train(slot, from, 12, 4, steadyRates(adam, 3), new Float32Array(3))
        state = await program.readState()
        await program.dispose()
      }
      expect(state).toEqual(whole.state)
    })

    for (const count of threads) {
      check(`${count} threads give the bits of one`, job, async () => {
        for (const model of [odd, everything]) {
          const own = { ...job, model }
          expect(await trajectory(compile, { ...own, threads: count })).toEqual(
            await trajectory(compile, own)
          )
        }
      })
    }

    check('a norm that is none is refused', job, async () => {
      for (const clipNorm of [-1, NaN, Infinity]) {
        const refused = compile({ ...compileRequest(job), clipNorm })
        await expect(refused).rejects.toMatchObject({ name: 'LabError', code: 'invalid-input' })
      }
    })
  })
}
