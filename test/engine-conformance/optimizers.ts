import { describe, expect } from 'vitest'
import { defaultOptimizers, type OptimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import { conv2d, dense, flatten, maxPool2d, network, tanh } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum } from './trajectory'

const { adagrad, rmsprop, adam, adamw, muon } = defaultOptimizers
const optimizers: Readonly<Record<string, OptimizerSpec>> = {
  'SGD with momentum': plainMomentum,
  'SGD without momentum': { ...plainMomentum, momentum: 0 },
  'SGD, Nesterov': { ...plainMomentum, nesterov: true },
  'SGD, weight decay': { ...plainMomentum, weightDecay: 0.05 },
  'SGD, weight decay and Nesterov': {
    ...plainMomentum,
    weightDecay: 0.01,
    nesterov: true,
    momentum: 0.8,
    learningRate: 0.05
  },
  Adagrad: adagrad,
  'Adagrad, weight decay': { ...adagrad, weightDecay: 0.05, epsilon: 1e-4 },
  RMSprop: { ...rmsprop, learningRate: 0.002 },
  'RMSprop, weight decay, another alpha': { ...rmsprop, alpha: 0.8, weightDecay: 0.05, epsilon: 1e-3 },
  Adam: adam,
  'Adam, weight decay, other betas': { ...adam, beta1: 0.7, beta2: 0.95, weightDecay: 0.05, epsilon: 1e-4 },
  'Adam without memory': { ...adam, beta1: 0, beta2: 0, epsilon: 0.01 },
  AdamW: adamw,
  'AdamW, strong decay': { ...adamw, weightDecay: 0.9, learningRate: 0.01 },
  Muon: muon,
  'Muon, decay, without Nesterov': { ...muon, nesterov: false, momentum: 0.8, weightDecay: 0.5 },
  'Muon without memory': { ...muon, momentum: 0, learningRate: 0.1 }
}

const model = network(
  [8, 7, 3],
  conv2d(5, [3, 3]),
  tanh,
  maxPool2d([2, 2]),
  flatten,
  dense(11),
  tanh,
  dense(6)
)

export function testOptimizers({ name, check, compare, compile }: Subject): void {
  describe(`optimizers on ${name}`, () => {
    for (const [title, optimizer] of Object.entries(optimizers)) {
      check(title, { model, optimizer }, () => compare({ model, optimizer, batchSize: 4, images: 42 }))
    }

    for (const optimizer of [plainMomentum, adam, { ...adamw, weightDecay: 0.5 }]) {
      const rates = [0.03, 0.001, 0, 0.02, 0.005]
      const job = { model, optimizer, batchSize: 4, images: 18, rates }
      check(`${optimizer.type}: each step has its own learning rate`, job, () => compare(job))

      check(`${optimizer.type}: in one call or in several, to the bit`, job, async () => {
        const states = []
        for (const perCall of [5, 2, 1]) {
          const program = await compile(compileRequest(job))
          const slot = program.createSlot(20)
          fillSlot(slot, 6)
          for (let step = 0; step < 5; step += perCall) {
            const steps = Math.min(perCall, 5 - step)
            const own = Float64Array.from(rates.slice(step, step + steps))
            await program.train(slot, step * 4, steps * 4, 4, own, new Float32Array(steps))
          }
          states.push(await program.readState())
          await program.dispose()
        }
        expect(states[1]).toEqual(states[0])
        expect(states[2]).toEqual(states[0])
      })

      check(`${optimizer.type}: begins its own count of steps where it takes over`, job, async () => {
        const request = compileRequest(job)
        const states = []
        for (const step of [0, 1000]) {
          const program = await compile({ ...request, state: { ...request.state, step } })
          const slot = program.createSlot(20)
          fillSlot(slot, 6)
          await program.train(slot, 0, 20, 4, Float64Array.from(rates), new Float32Array(5))
          states.push(await program.readState())
          await program.dispose()
        }
        expect(states.map(({ step, optimizerSteps }) => [step, optimizerSteps])).toEqual([
          [5, 5],
          [1005, 5]
        ])
        expect(states[1]?.weights).toEqual(states[0]?.weights)
        expect(states[1]?.optimizerState).toEqual(states[0]?.optimizerState)
      })
    }
  })
}
