import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Engine, Workload } from '../../src/core/engine'
import { classCount, trainableShapes, volume } from '../../src/core/infer-shapes'
import { initialWeights } from '../../src/core/initial-weights'
import type { ModelSpec } from '../../src/core/model-spec'
import { defaultOptimizers, type OptimizerSpec } from '../../src/core/optimizer-spec'
import { untrainedState } from '../../src/core/weights'
import { ReferenceProgram } from '../../src/engine/reference/engine'
import {
  anyNetwork,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPool2d,
  network,
  networks,
  relu,
  tanh
} from './networks'
import { fillSlot } from './synthetic-images'
import {
  compileRequest,
  compileWith,
  movement,
  plainMomentum,
  relativeDistance,
  type Training,
  trajectory
} from './trajectory'

export interface ConformanceOptions {
  /** Thread counts that must give the same bits. */
  readonly threads: readonly number[]
  /** Random networks to try. */
  readonly randomNetworks: number
  /** Names of tests that this engine cannot pass, each with the reason. */
  readonly skip: Readonly<Record<string, string>>
}

/** Float32 sums in another order differ by about this much from those of float64, relative to the whole. */
const lossTolerance = 2e-6
/** Where a gradient is all rounding, an adaptive optimizer makes a whole step of it; this keeps such steps small. */
const gentleEpsilon = 1e-4
const movementTolerance = 1e-4

const small = network(
  [8, 8, 3],
  conv2d(5, [3, 3]),
  relu,
  maxPool2d([2, 2]),
  flatten,
  dense(11),
  relu,
  dense(6)
)

/** What every engine has to do, measured against the reference loops in float64. */
export function testConformance(name: string, engine: Engine, options: ConformanceOptions): void {
  const check = (title: string, run: () => Promise<void>, workload?: Workload): void => {
    const lacking = workload === undefined ? undefined : engine.lacks?.(workload)
    const reason = options.skip[title] ?? (lacking === undefined ? undefined : `lacks ${lacking}`)
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (${reason})`, run)
  }

  const compare = async (training: Training): Promise<void> => {
    const initial = initialWeights(training.model, 7)
    const found = await trajectory(compileWith(engine), training)
    const exact = await trajectory(
      (request) => Promise.resolve(new ReferenceProgram(request, 'float64')),
      training
    )
    found.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (exact.losses[step] ?? NaN) - 1), `loss of step ${step}`).toBeLessThan(
        lossTolerance
      )
    })
    expect(relativeDistance(movement(found.state, initial), movement(exact.state, initial))).toBeLessThan(
      movementTolerance
    )
    expect(found.state.slots).toHaveLength(exact.state.slots.length)
    found.state.slots.forEach((slot, i) => {
      expect(relativeDistance(slot, exact.state.slots[i] ?? [])).toBeLessThan(movementTolerance)
    })
    expect(relativeDistance([found.logits], [exact.logits])).toBeLessThan(movementTolerance)
  }

  describe(`layers on ${name}`, () => {
    for (const [name, model] of Object.entries(networks)) {
      const training = { model, optimizer: plainMomentum, batchSize: 3, images: 8, threads: 1 }
      check(name, () => compare(training), training)
    }
  })

  describe(`batches on ${name}`, () => {
    for (const batchSize of [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 33, 64]) {
      check(`batch size ${batchSize}, the last batch short`, () =>
        compare({
          model: small,
          optimizer: plainMomentum,
          batchSize,
          images: batchSize * 2 + Math.ceil(batchSize / 2),
          threads: 1
        })
      )
    }

    check('a batch within a slot and a batch smaller than was compiled for', async () => {
      const program = await engine.compile(
        compileRequest({ model: small, optimizer: plainMomentum, batchSize: 8, images: 20, threads: 1 })
      )
      const whole = await engine.compile(
        compileRequest({ model: small, optimizer: plainMomentum, batchSize: 5, images: 20, threads: 1 })
      )
      const slot = program.createSlot(20)
      const other = whole.createSlot(20)
      fillSlot(slot, 6)
      fillSlot(other, 6)
      const losses = new Float32Array(4)
      const later = new Float32Array(4)
      await program.train(slot, 0, 10, 5, losses)
      await program.train(slot, 10, 10, 5, later)
      losses.set(later.subarray(0, 2), 2)
      const expected = new Float32Array(4)
      await whole.train(other, 0, 20, 5, expected)
      expect(losses).toEqual(expected)
      expect(await program.readState()).toEqual(await whole.readState())
      await program.dispose()
      await whole.dispose()
    })

    check('a batch larger than was compiled for is refused', async () => {
      const program = await engine.compile(
        compileRequest({ model: small, optimizer: plainMomentum, batchSize: 4, images: 8, threads: 1 })
      )
      const slot = program.createSlot(8)
      await expect(program.train(slot, 0, 8, 8, new Float32Array(1))).rejects.toThrow('compiled for up to 4')
      await expect(program.train(slot, 4, 8, 4, new Float32Array(2))).rejects.toThrow('the slot holds 8')
      slot.labels[2] = 6
      await expect(program.train(slot, 0, 4, 4, new Float32Array(1))).rejects.toThrow('only 6 classes')
      await program.dispose()
    })
  })

  describe(`optimizer on ${name}`, () => {
    const { adagrad, rmsprop, adam, adamw } = defaultOptimizers
    const optimizers: Readonly<Record<string, OptimizerSpec>> = {
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
      Adagrad: { ...adagrad, epsilon: gentleEpsilon },
      'Adagrad, weight decay': { ...adagrad, epsilon: gentleEpsilon, weightDecay: 0.05 },
      RMSprop: { ...rmsprop, learningRate: 0.001, epsilon: gentleEpsilon },
      'RMSprop, weight decay': {
        ...rmsprop,
        learningRate: 0.001,
        alpha: 0.9,
        epsilon: gentleEpsilon,
        weightDecay: 0.05
      },
      Adam: { ...adam, epsilon: gentleEpsilon },
      'Adam, weight decay': { ...adam, beta1: 0.8, beta2: 0.99, epsilon: gentleEpsilon, weightDecay: 0.05 },
      'Adam without memory': { ...adam, beta1: 0, beta2: 0, epsilon: gentleEpsilon },
      AdamW: { ...adamw, epsilon: gentleEpsilon },
      'AdamW, strong decay': { ...adamw, epsilon: gentleEpsilon, weightDecay: 0.5, learningRate: 0.01 }
    }
    for (const [name, optimizer] of Object.entries(optimizers)) {
      const training = { model: small, optimizer, batchSize: 4, images: 40, threads: 1 }
      check(name, () => compare(training), training)
    }

    check('a new learning rate takes effect with the next step', async () => {
      const request = { model: small, optimizer: plainMomentum, batchSize: 4, images: 8, threads: 1 }
      const changed = await engine.compile(compileRequest(request))
      const other = await engine.compile(
        compileRequest({ ...request, optimizer: { ...plainMomentum, learningRate: 0.5 } })
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

  describe(`state on ${name}`, () => {
    check('weights come out as they went in', async () => {
      for (const model of [small, ...Object.values(networks)]) {
        const weights = initialWeights(model, 3)
        const optimizer = defaultOptimizers.adam
        if (engine.lacks?.({ model, optimizer }) !== undefined) continue
        const slots = [4, 5].map((seed) =>
          trainableShapes(model).map(({ shape }) =>
            Float32Array.from({ length: volume(shape) }, (_, i) => seed + i)
          )
        )
        const request = compileRequest({ model, optimizer, batchSize: 2, images: 2, threads: 1 })
        const program = await engine.compile({ ...request, state: { weights, slots, step: 12 } })
        expect(await program.readState()).toEqual({ weights, slots, step: 12 })
        await program.writeState(untrainedState(weights))
        expect(await program.readState()).toEqual(untrainedState(weights))
        await program.dispose()
      }
    })

    check('going on from a saved state gives the bits of a training that was not interrupted', async () => {
      const model = network([6, 6, 2], conv2d(4, [3, 3]), relu, dropout(0.3), flatten, dense(6))
      const training = { model, optimizer: defaultOptimizers.adam, batchSize: 4, images: 24, threads: 1 }
      if (engine.lacks?.(training) !== undefined) return
      const whole = await trajectory(compileWith(engine), training)
      const first = await engine.compile(compileRequest(training))
      const slot = first.createSlot(24)
      fillSlot(slot, 6)
      const losses = new Float32Array(6)
      await first.train(slot, 0, 12, 4, losses)
      const second = await engine.compile({ ...compileRequest(training), state: await first.readState() })
      const again = second.createSlot(24)
      fillSlot(again, 6)
      const rest = new Float32Array(6)
      await second.train(again, 12, 12, 4, rest)
      losses.set(rest.subarray(0, 3), 3)
      expect(losses).toEqual(whole.losses)
      expect(await second.readState()).toEqual(whole.state)
      await first.dispose()
      await second.dispose()
    })

    check('a state of another network is refused', async () => {
      const request = compileRequest({
        model: small,
        optimizer: plainMomentum,
        batchSize: 4,
        images: 4,
        threads: 1
      })
      const weights = initialWeights(network([4, 4, 1], flatten, dense(3)), 1)
      await expect(engine.compile({ ...request, state: untrainedState(weights) })).rejects.toMatchObject({
        code: 'invalid-input'
      })
    })

    check('the loss is NaN when a weight is', async () => {
      const request = compileRequest({
        model: small,
        optimizer: plainMomentum,
        batchSize: 4,
        images: 4,
        threads: 1
      })
      for (const index of request.state.weights.keys()) {
        const weights = request.state.weights.map((tensor, i) =>
          i === index ? { ...tensor, values: tensor.values.map(() => NaN) } : tensor
        )
        const program = await engine.compile({ ...request, state: untrainedState(weights) })
        const slot = program.createSlot(4)
        fillSlot(slot, 6)
        const losses = new Float32Array(1)
        await program.train(slot, 0, 4, 4, losses)
        expect(losses[0]).toBeNaN()
        await program.dispose()
      }
    })
  })

  describe(`determinism on ${name}`, () => {
    const models = [
      small,
      network(
        [6, 6, 2],
        conv2d(9, [3, 3]),
        tanh,
        dropout(0.3),
        flatten,
        dense(10),
        relu,
        dropout(0.1),
        dense(5)
      ),
      network([6, 6, 2], conv2d(9, [3, 3]), batchNorm(), relu, maxPool2d([2, 2]), flatten, dense(5))
    ]
    const bits = (model: ModelSpec, threads: number, batchSize: number): Promise<unknown> =>
      trajectory(compileWith(engine), {
        model,
        optimizer: plainMomentum,
        batchSize,
        images: batchSize * 3 + 1,
        threads
      })

    check('the same seed gives the same bits', async () => {
      expect(await bits(small, 1, 5)).toEqual(await bits(small, 1, 5))
    })

    for (const threads of options.threads) {
      check(`${threads} threads give the bits of one`, async () => {
        for (const model of models) {
          if (engine.lacks?.({ model, optimizer: plainMomentum }) !== undefined) continue
          for (const batchSize of [1, 2, 3, 4, 5, 8, 33]) {
            expect(await bits(model, threads, batchSize)).toEqual(await bits(model, 1, batchSize))
          }
        }
      })
    }
  })

  describe(`prediction on ${name}`, () => {
    check('is the forward pass of training', async () => {
      const training = { model: small, optimizer: plainMomentum, batchSize: 4, images: 4, threads: 1 }
      const program = await engine.compile(compileRequest(training))
      const slot = program.createSlot(4)
      fillSlot(slot, 6)
      const logits = new Float32Array(4 * 6)
      await program.predict(slot, 4, logits)
      const losses = new Float32Array(1)
      await program.train(slot, 0, 4, 4, losses)
      let sum = 0
      for (let i = 0; i < 4; i++) {
        const scores = logits.subarray(i * 6, (i + 1) * 6)
        const total = scores.reduce((all, score) => all + Math.exp(score), 0)
        sum += Math.log(total) - (scores[slot.labels[i] ?? 0] ?? NaN)
      }
      expect(losses[0]).toBeCloseTo(sum / 4, 6)
      await program.dispose()
    })

    check('does not depend on how many images come together', async () => {
      const training = { model: small, optimizer: plainMomentum, batchSize: 7, images: 7, threads: 1 }
      const program = await engine.compile(compileRequest(training))
      const slot = program.createSlot(7)
      fillSlot(slot, 6)
      const together = new Float32Array(7 * 6)
      await program.predict(slot, 7, together)
      for (let count = 1; count < 7; count++) {
        const fewer = new Float32Array(count * 6)
        await program.predict(slot, count, fewer)
        expect(fewer).toEqual(together.subarray(0, count * 6))
      }
      await program.dispose()
    })
  })

  describe(`random networks on ${name}`, () => {
    check('train as the reference does', async () => {
      await fc.assert(
        fc.asyncProperty(
          anyNetwork,
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 20 }),
          async (model, batchSize, images) => {
            expect(classCount(model)).toBeGreaterThan(1)
            await compare({ model, optimizer: plainMomentum, batchSize, images, threads: 1 })
          }
        ),
        { numRuns: options.randomNetworks, seed: 20 }
      )
    })
  })
}
