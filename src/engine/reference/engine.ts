import type {
  Availability,
  BatchSlot,
  CompileRequest,
  DeviceInfo,
  Engine,
  Program
} from '../../core/engine/engine'
import type { ParameterShape } from '../../core/layers/layer-kind'
import { matrixSides } from '../../core/layers/matrix-sides'
import { volume } from '../../core/layers/shape'
import { trainableShapes } from '../../core/model/infer-shapes'
import { optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { optimizerStep } from '../../core/optimizers/optimizer-step'
import { required } from '../../core/base/required'
import { clipFactor } from '../../core/maths/clip-factor'
import type { TrainingState, Weights } from '../../core/model/weights'
import { namedWeights } from '../shared/named-weights'
import { sharedSlot } from '../shared/shared-slot'
import { optimizerValues } from '../shared/optimizer-values'
import type { Values } from './layer'
import { type Precision, ReferenceNetwork } from './network'

const device: DeviceInfo = {
  engine: 'reference',
  label: 'Reference · 1 thread',
  description: 'Plain JavaScript loops that define every layer; slow, for comparison with the other engines',
  threads: 1,
  arithmetic: 'JavaScript, float64 sums rounded to float32'
}

const probed: Availability = { available: true, description: device.description, maxThreads: 1 }

export const referenceEngine: Engine = {
  id: 'reference',
  probe: () => Promise.resolve(probed),
  // Async, so that an invalid network becomes a rejected promise.
  compile: async (request) => Promise.resolve(new ReferenceProgram(request, 'float32'))
}

/** Trains with plain loops, in float32 like the other engines or in float64 as their yardstick. */
export class ReferenceProgram implements Program {
  readonly device = device
  readonly #request: CompileRequest
  readonly #network: ReferenceNetwork
  readonly #trainable: readonly ParameterShape[]
  /** [optimizer's value][trainable parameter] */
  readonly #state: readonly (readonly Values[])[]
  #step = 0
  #optimizerSteps = 0
  /** Whether the optimizer keeps anything yet. */
  #trained = false

  constructor(request: CompileRequest, precision: Precision) {
    this.#request = request
    this.#network = new ReferenceNetwork(request.model, precision)
    this.#trainable = trainableShapes(request.model)
    this.#state = optimizerStateNames(request.optimizer).map(() =>
      this.#network.trainable.map(({ values }) => new Float64Array(values.length))
    )
    this.#load(request.state)
  }

  createSlot(capacity: number): BatchSlot {
    return sharedSlot(this.#request.model, capacity)
  }

  train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    const bytes = volume(this.#request.model.inputShape)
    for (let begin = 0, batch = 0; begin < count; begin += batchSize, batch++) {
      const from = first + begin
      const to = first + Math.min(begin + batchSize, count)
      losses[batch] = this.#network.backward(
        slot.images.subarray(from * bytes, to * bytes),
        slot.labels.subarray(from, to),
        { kind: 'train', seed: this.#request.seed, step: this.#step },
        undefined,
        this.#request
      )
      this.#step += 1
      this.#optimizerSteps += 1
      this.#clip()
      this.#optimize(required(rates[batch], 'a learning rate for each step'))
    }
    return Promise.resolve()
  }

  predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    const bytes = volume(this.#request.model.inputShape)
    logits.set(this.#network.forward(slot.images.subarray(0, count * bytes), { kind: 'predict' }))
    return Promise.resolve()
  }

  async readState(): Promise<TrainingState> {
    const optimizerState = this.#state.map((arrays) => arrays.map((values) => Float32Array.from(values)))
    return {
      weights: await this.readWeights(),
      optimizerState: this.#trained ? optimizerState : [],
      step: this.#step,
      optimizerSteps: this.#optimizerSteps
    }
  }

  readWeights(): Promise<Weights> {
    const values = this.#network.parameters.map((parameter) => Float32Array.from(parameter.values))
    return Promise.resolve(namedWeights(this.#request.model, values))
  }

  writeState(state: TrainingState): Promise<void> {
    this.#load(state)
    return Promise.resolve()
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }

  #clip(): void {
    const { clipNorm = 0 } = this.#request
    if (clipNorm === 0) return
    const { trainable } = this.#network
    let squares = 0
    for (const { gradient } of trainable) for (const value of gradient) squares += value * value
    const factor = clipFactor(Math.sqrt(squares), clipNorm)
    for (const { gradient } of trainable) gradient.forEach((value, i) => (gradient[i] = value * factor))
  }

  #optimize(learningRate: number): void {
    const { optimizer } = this.#request
    this.#network.trainable.forEach(({ values, gradient }, i) => {
      const kept = this.#state.flatMap((arrays) => arrays.slice(i, i + 1))
      const matrix = matrixSides(required(this.#trainable[i], 'the shape of each parameter'))
      optimizerStep(optimizer, learningRate, this.#optimizerSteps, { values, gradient, kept, matrix })
      for (const values of kept) this.#network.round(values)
    })
    // Moving averages moved in the forward pass.
    for (const { values } of this.#network.parameters) this.#network.round(values)
    this.#trained = true
  }

  #load(state: TrainingState): void {
    this.#network.parameters.forEach(({ values }, i) => {
      values.set(required(state.weights[i], 'weights of each parameter').values)
    })
    this.#state.forEach((arrays, s) => {
      arrays.forEach((values, i) => {
        values.set(optimizerValues(state, s, i, values.length))
      })
    })
    this.#step = state.step
    this.#optimizerSteps = state.optimizerSteps
    this.#trained = state.optimizerState.length > 0
  }
}
