import { describe, expect } from 'vitest'
import { required } from '../../src/core/base/required'
import { type MatrixSides, matrixSides } from '../../src/core/layers/matrix-sides'
import { symmetricEigen } from '../../src/core/maths/symmetric-eigen'
import { parameterShapes } from '../../src/core/model/infer-shapes'
import { muonScale } from '../../src/core/optimizers/muon'
import { defaultOptimizers, type OptimizerSpec } from '../../src/core/optimizers/optimizer-kinds'
import {
  batchNorm,
  conv2d,
  dense,
  depthwiseConv2d,
  flatten,
  frozen,
  maxPool2d,
  network,
  relu,
  tanh
} from './networks'
import type { Subject } from './subject'
import { fillSlot } from './synthetic-images'
import { compileRequest, movement, plainMomentum } from './trajectory'

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

/** More inputs than outputs, more outputs than inputs, sizes that no vector divides, and kernels that are no matrix. */
const kernelsOfEveryShape = network(
  [9, 9, 3],
  conv2d(13, [1, 1]),
  batchNorm(),
  relu,
  depthwiseConv2d(2, [3, 3]),
  tanh,
  conv2d(6, [3, 2]),
  frozen(conv2d(7, [1, 1])),
  tanh,
  conv2d(17, [1, 1]),
  tanh,
  flatten,
  dense(9),
  tanh,
  dense(21),
  tanh,
  dense(6)
)

/** Of f32[inputs, outputs], the largest first. */
function singularValues(matrix: Float32Array, { inputs, outputs }: MatrixSides): number[] {
  const wide = inputs <= outputs
  const side = Math.min(inputs, outputs)
  const at = (vector: number, k: number): number =>
    matrix[wide ? vector * outputs + k : k * outputs + vector] ?? NaN
  const gram = Array.from({ length: side }, (_, i) =>
    Float64Array.from({ length: side }, (_unused, j) => {
      let sum = 0
      for (let k = 0; k < Math.max(inputs, outputs); k++) sum += at(i, k) * at(j, k)
      return sum
    })
  )
  return symmetricEigen(gram).map(({ value }) => Math.sqrt(Math.max(0, value)))
}

export function testOptimizers({ name, check, compare, compile }: Subject): void {
  describe(`optimizers on ${name}`, () => {
    for (const [title, optimizer] of Object.entries(optimizers)) {
      check(title, { model, optimizer }, () => compare({ model, optimizer, batchSize: 4, images: 42 }))
    }

    const kernels = { model: kernelsOfEveryShape, optimizer: { ...muon, weightDecay: 0.1 } }
    check('Muon: kernels with more inputs or more outputs, and what is no matrix', kernels, () =>
      compare({ ...kernels, batchSize: 16, images: 70 })
    )

    const plainMuon = { model, optimizer: { ...muon, momentum: 0, learningRate: 0.001 } }
    check('Muon: a step moves a matrix about equally far in all directions', plainMuon, async () => {
      const request = compileRequest({ ...plainMuon, batchSize: 64, images: 64 })
      const program = await compile(request)
      const slot = program.createSlot(64)
      fillSlot(slot, 6)
      await program.train(slot, 0, 64, 64, Float64Array.of(0.001), new Float32Array(1))
      const moved = movement(await program.readState(), request.state.weights)
      await program.dispose()
      const found = parameterShapes(model).flatMap((parameter, i) => {
        const sides = matrixSides(parameter)
        if (sides === undefined) return []
        const unit = 0.001 * muonScale(sides)
        return singularValues(required(moved[i], 'how far it moved'), sides).map((value) => value / unit)
      })
      expect(found).toHaveLength(5 + 11 + 6)
      // Gradients of the scores add up to 0, so one direction of the last layer has none.
      expect(found.pop()).toBeLessThan(0.01)
      expect(Math.min(...found)).toBeGreaterThan(0.6)
      expect(Math.max(...found)).toBeLessThan(1.3)
    })

    for (const optimizer of [plainMomentum, adam, { ...adamw, weightDecay: 0.5 }, muon]) {
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
