import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompileRequest, Engine, Program } from '../../src/core/engine'
import { classCount, volume } from '../../src/core/infer-shapes'
import type { ModelSpec } from '../../src/core/model-spec'
import { defaultOptimizers, type OptimizerSpec, optimizerSlots } from '../../src/core/optimizer-spec'
import { type TrainingState, untrainedState } from '../../src/core/weights'
import { ReferenceProgram } from '../../src/engine/reference/engine'
import { checkWorkload } from './check-workload'
import { hashedWeights } from './hashed-weights'
import {
  anyNetwork,
  averagePool2d,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPool2d,
  network,
  relu,
  sigmoid,
  tanh
} from './networks'
import { fillSlot } from './synthetic-images'
import { compileWith, movement, plainMomentum, relativeDistance } from './trajectory'

const { adagrad, rmsprop, adam, adamw } = defaultOptimizers
const optimizers: Readonly<Record<string, OptimizerSpec>> = {
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

const plain = network(
  [8, 7, 3],
  conv2d(5, [3, 3]),
  tanh,
  maxPool2d([2, 2]),
  flatten,
  dense(11),
  tanh,
  dense(6)
)

const networks: Readonly<Record<string, ModelSpec>> = {
  'dropout of an image': network([7, 6, 3], conv2d(5, [3, 3]), relu, dropout(0.4), flatten, dense(4)),
  'dropout of rows': network(
    [5, 5, 2],
    flatten,
    dense(13),
    relu,
    dropout(0.5),
    dense(7),
    dropout(0.2),
    dense(3)
  ),
  'dropout of the input': network([6, 5, 3], dropout(0.1), conv2d(4, [2, 2]), relu, flatten, dense(4)),
  'dropout of the flat input': network([6, 5, 3], flatten, dropout(0.3), dense(4)),
  'dropout of the scores': network([4, 4, 1], flatten, dense(9), dropout(0.25)),
  'dropout before and behind pooling': network(
    [9, 8, 2],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    relu,
    dropout(0.3),
    maxPool2d([2, 2]),
    dropout(0.2),
    averagePool2d([2, 2]),
    dropout(0.1),
    flatten,
    dense(4)
  ),
  'dropout that keeps all, dropout that keeps hardly any': network(
    [6, 6, 2],
    conv2d(3, [2, 2]),
    dropout(0),
    tanh,
    flatten,
    dense(30),
    dropout(0.99),
    dense(4)
  ),
  'dropout upon dropout': network([4, 4, 2], flatten, dense(20), dropout(0.3), dropout(0.3), dense(4)),
  'batch normalisation of an image': network(
    [7, 6, 3],
    conv2d(5, [3, 3]),
    batchNorm(),
    relu,
    maxPool2d([2, 2]),
    flatten,
    dense(4)
  ),
  'batch normalisation of rows': network([5, 5, 2], flatten, dense(13), batchNorm(), tanh, dense(4)),
  'batch normalisation of the input': network(
    [6, 5, 3],
    batchNorm(),
    conv2d(4, [2, 2]),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation of the scores': network([4, 4, 1], flatten, dense(5), batchNorm()),
  'batch normalisation, 1 channel, other settings': network(
    [9, 9, 1],
    conv2d(1, [3, 3]),
    batchNorm(0.5, 0.01),
    sigmoid,
    flatten,
    batchNorm(1, 0.1),
    dense(3)
  ),
  'batch normalisation, momentum 0': network(
    [4, 4, 2],
    conv2d(3, [2, 2]),
    batchNorm(0),
    relu,
    flatten,
    dense(3)
  ),
  'batch normalisation, many channels': network(
    [5, 4, 9],
    conv2d(37, [2, 2]),
    batchNorm(),
    relu,
    conv2d(17, [3, 3], [1, 1], [1, 1]),
    batchNorm(),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation around pooling': network(
    [10, 9, 2],
    conv2d(4, [3, 3], [1, 1], [1, 1]),
    relu,
    batchNorm(),
    maxPool2d([3, 2], [2, 2]),
    batchNorm(),
    averagePool2d([2, 2]),
    batchNorm(),
    flatten,
    dense(4)
  ),
  'batch normalisation of single pixels': network(
    [3, 3, 2],
    conv2d(6, [3, 3]),
    batchNorm(0.1, 0.01),
    relu,
    flatten,
    dense(4)
  ),
  'batch normalisation and dropout': network(
    [8, 8, 3],
    conv2d(6, [3, 3], [1, 1], [1, 1]),
    batchNorm(),
    relu,
    dropout(0.2),
    maxPool2d([2, 2]),
    flatten,
    dropout(0.3),
    dense(20),
    batchNorm(),
    relu,
    dropout(0.5),
    dense(4)
  )
}

const everything = networks['batch normalisation and dropout'] ?? plain

interface Job {
  readonly model: ModelSpec
  readonly optimizer: OptimizerSpec
  readonly batchSize: number
  readonly images: number
  readonly threads?: number
  readonly seed?: number
}

interface Outcome {
  readonly losses: Float32Array
  readonly state: TrainingState
  readonly logits: Float32Array
}

function requestFor({ model, optimizer, batchSize, threads = 1, seed = 3_000_000_019 }: Job): CompileRequest {
  return { model, optimizer, batchSize, threads, seed, state: untrainedState(hashedWeights(model)) }
}

/** Trains on synthetic images in one call, then predicts one batch. */
async function trained(compile: (request: CompileRequest) => Promise<Program>, job: Job): Promise<Outcome> {
  const { model, batchSize, images } = job
  const program = await compile(requestFor(job))
  const classes = classCount(model)
  const slot = program.createSlot(images)
  fillSlot(slot, classes)
  const losses = new Float32Array(Math.ceil(images / batchSize))
  await program.train(slot, 0, images, batchSize, losses)
  const shown = Math.min(batchSize, images)
  const logits = new Float32Array(shown * classes)
  await program.predict(slot, shown, logits)
  const state = await program.readState()
  await program.dispose()
  return { losses, state, logits }
}

/** Float32 sums in another order, against float64, relative to the whole. */
const lossTolerance = 4e-6
const movementTolerance = 1e-4

/**
 * Optimizers beside SGD, dropout and batch normalisation, measured against the reference loops in float64. What an
 * engine lacks it has to refuse.
 * @param threads numbers of threads that must give the same bits
 */
export function testOptimizersAndLayers(name: string, engine: Engine, threads: readonly number[]): void {
  const compare = async (job: Job): Promise<void> => {
    const found = await trained(compileWith(engine), job)
    const exact = await trained((request) => Promise.resolve(new ReferenceProgram(request, 'float64')), job)
    const initial = hashedWeights(job.model)
    found.losses.forEach((loss, step) => {
      const error = Math.abs(loss - (exact.losses[step] ?? NaN)) / Math.max(0.1, exact.losses[step] ?? NaN)
      expect(error, `loss of step ${step}`).toBeLessThan(lossTolerance)
    })
    expect(relativeDistance(movement(found.state, initial), movement(exact.state, initial))).toBeLessThan(
      movementTolerance
    )
    expect(found.state.slots).toHaveLength(optimizerSlots(job.optimizer).length)
    found.state.slots.forEach((slot, i) => {
      expect(relativeDistance(slot, exact.state.slots[i] ?? [])).toBeLessThan(movementTolerance)
    })
    expect(relativeDistance([found.logits], [exact.logits])).toBeLessThan(movementTolerance)
    expect(found.state.step).toBe(found.losses.length)
  }

  describe(`optimizers on ${name}`, () => {
    for (const [title, optimizer] of Object.entries(optimizers)) {
      checkWorkload(title, engine, { model: plain, optimizer }, () =>
        compare({ model: plain, optimizer, batchSize: 4, images: 42 })
      )
    }
  })

  describe(`layers that train otherwise than they predict on ${name}`, () => {
    for (const [title, model] of Object.entries(networks)) {
      checkWorkload(title, engine, { model, optimizer: plainMomentum }, () =>
        compare({ model, optimizer: plainMomentum, batchSize: 6, images: 22 })
      )
    }

    for (const batchSize of [2, 3, 5, 8, 17, 33]) {
      const job = { model: everything, optimizer: plainMomentum, batchSize, images: batchSize * 2 + 2 }
      checkWorkload(`batch size ${batchSize}, the last batch short`, engine, job, () => compare(job))
    }

    checkWorkload('random networks', engine, { model: everything, optimizer: plainMomentum }, async () => {
      await fc.assert(
        fc.asyncProperty(
          anyNetwork,
          fc.array(fc.tuple(fc.nat(), fc.constantFrom(dropout(0.2), dropout(0.6), batchNorm(0.2, 0.1))), {
            minLength: 1,
            maxLength: 3
          }),
          fc.integer({ min: 2, max: 9 }),
          fc.integer({ min: 4, max: 20 }),
          async (base, additions, batchSize, images) => {
            fc.pre(images % batchSize !== 1)
            const layers = [...base.layers]
            for (const [place, layer] of additions) layers.splice(place % (layers.length + 1), 0, layer)
            await compare({
              model: network(base.inputShape, ...layers),
              optimizer: plainMomentum,
              batchSize,
              images
            })
          }
        ),
        { numRuns: 40, seed: 31 }
      )
    })
  })

  describe(`dropout on ${name}`, () => {
    const model = network([4, 4, 2], flatten, dense(40), dropout(0.5), dense(5))
    // So small a step that only the masks make losses differ.
    const still = { ...plainMomentum, learningRate: 1e-12 }
    const job = { model, optimizer: still, batchSize: 4, images: 4 }

    checkWorkload('the mask changes with seed and step, and not with the call', engine, job, async () => {
      const losses = async (seed: number, step: number): Promise<number[]> => {
        const request = requestFor({ ...job, seed })
        const program = await engine.compile({ ...request, state: { ...request.state, step } })
        const slot = program.createSlot(4)
        fillSlot(slot, 5)
        const found = new Float32Array(1)
        const all: number[] = []
        for (let call = 0; call < 3; call++) {
          await program.train(slot, 0, 4, 4, found)
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

    checkWorkload('is the identity in prediction', engine, job, async () => {
      const without = network([4, 4, 2], flatten, dense(40), dense(5))
      const logits = async (shown: ModelSpec): Promise<Float32Array> => {
        const program = await engine.compile(requestFor({ ...job, model: shown }))
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

  describe(`batch normalisation on ${name}`, () => {
    const flat = network([3, 3, 1], flatten, dense(5), batchNorm(), dense(4))
    const workload = { model: flat, optimizer: plainMomentum }

    checkWorkload('a batch of one value a channel is refused before any step', engine, workload, async () => {
      const request = requestFor({ ...workload, batchSize: 4, images: 9 })
      const program = await engine.compile(request)
      const slot = program.createSlot(9)
      fillSlot(slot, 4)
      const losses = new Float32Array(9)
      await expect(program.train(slot, 0, 9, 4, losses)).rejects.toMatchObject({ code: 'invalid-input' })
      await expect(program.train(slot, 0, 4, 1, losses)).rejects.toThrow('nothing to normalise over')
      expect(await program.readState()).toEqual(request.state)
      const logits = new Float32Array(4)
      await program.predict(slot, 1, logits)
      expect(logits.every(Number.isFinite)).toBe(true)
      await program.dispose()
    })

    const image = network([4, 4, 2], conv2d(3, [2, 2]), batchNorm(), relu, flatten, dense(4))
    checkWorkload('a batch of one image will do', engine, { ...workload, model: image }, () =>
      compare({ model: image, optimizer: plainMomentum, batchSize: 1, images: 5 })
    )
  })

  describe(`state of optimizers and layers on ${name}`, () => {
    for (const optimizer of [plainMomentum, ...Object.values(defaultOptimizers)]) {
      const job = { model: everything, optimizer, batchSize: 4, images: 24 }
      checkWorkload(`${optimizer.type}: resumed equals uninterrupted, to the bit`, engine, job, async () => {
        const whole = await trained(compileWith(engine), job)
        const request = requestFor(job)
        const first = await engine.compile(request)
        const slot = first.createSlot(24)
        fillSlot(slot, 4)
        const losses = new Float32Array(6)
        await first.train(slot, 0, 8, 4, losses)
        const saved = await first.readState()
        expect(saved.step).toBe(2)
        await first.dispose()
        const second = await engine.compile({ ...request, state: saved })
        const again = second.createSlot(24)
        fillSlot(again, 4)
        const rest = new Float32Array(4)
        await second.train(again, 8, 16, 4, rest)
        losses.set(rest, 2)
        expect(losses).toEqual(whole.losses)
        expect(await second.readState()).toEqual(whole.state)
        await second.writeState(saved)
        await second.train(again, 8, 16, 4, rest)
        expect(await second.readState()).toEqual(whole.state)
        await second.dispose()
      })
    }

    const job = { model: everything, optimizer: adam, batchSize: 2, images: 2 }
    checkWorkload('comes out as it went in, without slots for moving averages', engine, job, async () => {
      const weights = hashedWeights(everything)
      const trainable = weights.filter(({ name: tensor }) => !tensor.includes('/moving_'))
      expect(trainable).toHaveLength(weights.length - 4)
      const slots = [1, 2].map((n) => trainable.map(({ shape }) => new Float32Array(volume(shape)).fill(n)))
      const state = { weights, slots, step: 12 }
      const request = requestFor(job)
      const program = await engine.compile({ ...request, state })
      expect(await program.readState()).toEqual(state)
      await program.writeState({ ...state, slots: [], step: 0 })
      expect(await program.readState()).toEqual({ ...state, slots: [], step: 0 })
      await program.dispose()
      await expect(
        engine.compile({ ...request, state: { ...state, slots: slots.slice(0, 1) } })
      ).rejects.toMatchObject({ code: 'invalid-input' })
    })
  })

  for (const count of threads) {
    const job = { model: everything, optimizer: adam }
    checkWorkload(`${name}: ${count} threads give the bits of one`, engine, job, async () => {
      for (const batchSize of [2, 5, 8, 33]) {
        const sizes = { ...job, batchSize, images: batchSize * 3 }
        const one = await trained(compileWith(engine), sizes)
        expect(await trained(compileWith(engine), { ...sizes, threads: count })).toEqual(one)
      }
    })
  }

  test(`${name} says what it lacks, or nothing`, () => {
    const lacking = engine.lacks?.({ model: plain, optimizer: plainMomentum })
    expect(lacking).toBeUndefined()
  })
}
