import { describe, expect } from 'vitest'
import { defaultOptimizers, type OptimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import { conv2d, dense, flatten, maxPool2d, network, tanh } from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, plainMomentum } from './trajectory'

const { adagrad, rmsprop, adam, adamw } = defaultOptimizers
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
  'AdamW, strong decay': { ...adamw, weightDecay: 0.9, learningRate: 0.01 }
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

    const job = { model, optimizer: plainMomentum, batchSize: 4, images: 8 }
    check('a new learning rate takes effect with the next step', job, async () => {
      const changed = await compile(compileRequest(job))
      const other = await compile(
        compileRequest({ ...job, optimizer: { ...plainMomentum, learningRate: 0.5 } })
      )
      changed.setLearningRate(0.5)
      for (const program of [changed, other]) {
        const slot = program.createSlot(8)
        fillSlot(slot, 6)
        await program.train(slot, 0, 8, 4, new Float32Array(2))
      }
      expect(await changed.readState()).toEqual(await other.readState())
      await changed.dispose()
      await other.dispose()
    })
  })
}
