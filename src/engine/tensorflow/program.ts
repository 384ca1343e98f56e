import type { BatchSlot, CompileRequest, DeviceInfo, Program } from '../../core/engine/engine'
import type { ImageSet } from '../../core/data/image-set'
import { classCount, trainableShapes } from '../../core/model/infer-shapes'
import { layerKey } from '../../core/layers/layer-draws'
import { volume } from '../../core/layers/shape'
import { kindOf } from '../../core/layers/layer-kinds'
import { required } from '../../core/base/required'
import type { TrainingState, Weights } from '../../core/model/weights'
import { namedWeights } from '../shared/named-weights'
import { sharedSlot } from '../shared/shared-slot'
import { optimizerValues } from '../shared/optimizer-values'
import type { Binding } from './binding/binding'
import { runFailure } from './failure'
import type { NodeOutput } from './graph/graph'
import { stepCorrection } from './optimizer'
import { type Feed, GraphSession } from './graph-session'
import { type TrainingGraph, trainingGraph, type VariableNodes } from './training-graph'

/** A larger data set is fed batch by batch: what it leaves of the device's memory would be too little. */
const residentBytes = 2 ** 31

interface Assignment {
  readonly variable: VariableNodes
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** A network's training as a graph in TensorFlow. One call of the binding runs many steps. */
export class TensorflowProgram implements Program {
  readonly device: DeviceInfo
  readonly #request: CompileRequest
  readonly #classes: number
  readonly #graph: TrainingGraph
  readonly #session: GraphSession
  readonly #resident: ImageSet | undefined
  readonly #keyedLayers: readonly number[]
  #step = 0
  #optimizerSteps = 0
  /** Whether the optimizer keeps anything yet. */
  #trained = false

  /** @throws LabError 'invalid-input' | 'engine-unavailable' */
  constructor(request: CompileRequest, binding: Binding, device: DeviceInfo) {
    this.#request = request
    this.#classes = classCount(request.model)
    this.#keyedLayers = request.model.layers.flatMap((layer, i) => (kindOf(layer).draws ? [i] : []))
    this.device = device
    this.#graph = trainingGraph(request.model, request.optimizer, request)
    this.#session = this.#attempt(() => new GraphSession(binding, this.#graph.graph))
    this.#resident =
      request.data !== undefined && request.data.images.length <= residentBytes ? request.data : undefined
    try {
      this.#load(request.state)
      if (this.#resident !== undefined) this.#setData(this.#resident.images, this.#resident.labels)
    } catch (thrown) {
      this.#session.close()
      throw thrown
    }
  }

  createSlot(capacity: number): BatchSlot {
    return sharedSlot(this.#request.model, capacity)
  }

  // Async, so that what is refused becomes a rejected promise.
  async train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    if (count === 0) return Promise.resolve()
    const { train } = this.#graph
    const steps = Math.ceil(count / batchSize)
    const [found, weightSum] = this.#run(
      [
        { to: train.rows, shape: [count], values: this.#rows(slot, first, count) },
        { to: train.batchSize, shape: [], values: Int32Array.of(batchSize) },
        ...this.#schedule(rates.subarray(0, steps))
      ],
      [train.losses, train.weightSum]
    )
    losses.set(required(found, 'the losses'))
    if (!Number.isFinite(required(weightSum, 'the sum of the weights')[0])) losses[steps - 1] = NaN
    this.#step += steps
    this.#optimizerSteps += steps
    this.#trained = true
    return Promise.resolve()
  }

  async predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    const { batchSize, model } = this.#request
    const { predict } = this.#graph
    const bytes = volume(model.inputShape)
    for (let first = 0; first < count; first += batchSize) {
      const size = Math.min(batchSize, count - first)
      const values = slot.images.subarray(first * bytes, (first + size) * bytes)
      const [found] = this.#run([{ to: predict.images, shape: this.#planar(size), values }], [predict.logits])
      logits.set(required(found, 'the scores'), first * this.#classes)
    }
    return Promise.resolve()
  }

  async readState(): Promise<TrainingState> {
    const optimizerState = this.#trained ? this.#graph.state.map((variables) => this.#read(variables)) : []
    return {
      weights: await this.readWeights(),
      optimizerState,
      step: this.#step,
      optimizerSteps: this.#optimizerSteps
    }
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(namedWeights(this.#request.model, this.#read(this.#graph.parameters)))
  }

  // Async, so that what TensorFlow refuses becomes a rejected promise.
  async writeState(state: TrainingState): Promise<void> {
    this.#load(state)
    return Promise.resolve()
  }

  dispose(): Promise<void> {
    this.#session.close()
    return Promise.resolve()
  }

  /** Rows of the data in the session: the slot's own when the data set is there, else the slot is put there first. */
  #rows(slot: BatchSlot, first: number, count: number): Int32Array {
    if (this.#resident === undefined) {
      const bytes = volume(this.#request.model.inputShape)
      this.#setData(
        slot.images.subarray(first * bytes, (first + count) * bytes),
        slot.labels.subarray(first, first + count)
      )
      return Int32Array.from({ length: count }, (_, row) => row)
    }
    return Int32Array.from(slot.indices.subarray(first, first + count))
  }

  #setData(images: Uint8Array, labels: Uint16Array): void {
    const { data } = this.#graph
    this.#run(
      [
        { to: data.images, shape: this.#planar(labels.length), values: images },
        { to: data.labels, shape: [labels.length], values: Float32Array.from(labels) }
      ],
      [data.assign]
    )
  }

  /** [N, channels, height, width] */
  #planar(images: number): number[] {
    const [height, width, channels] = this.#request.model.inputShape
    return [images, channels, height, width]
  }

  /** What changes with the number of the step. */
  #schedule(rates: Float64Array): Feed[] {
    const { train } = this.#graph
    const { optimizer, seed } = this.#request
    const steps = rates.length
    const numbers = Array.from({ length: steps }, (_, i) => this.#step + i)
    const keys = numbers.flatMap((step) =>
      this.#keyedLayers.flatMap((layer) => {
        const { first, second } = layerKey(seed, step, layer)
        return [first, second]
      })
    )
    const corrections = numbers.flatMap((_, i) => stepCorrection(optimizer, this.#optimizerSteps + i + 1))
    return [
      {
        to: train.layerKeys,
        shape: [steps, this.#keyedLayers.length, 2],
        values: Int32Array.from(keys)
      },
      { to: train.rates, shape: [steps], values: Float32Array.from(rates) },
      { to: train.corrections, shape: [steps, 2], values: Float32Array.from(corrections) }
    ]
  }

  #load(state: TrainingState): void {
    const { parameters } = this.#graph
    const trainable = trainableShapes(this.#request.model)
    this.#assign([
      ...parameters.map((variable, i) => {
        const { shape, values } = required(state.weights[i], 'weights of each parameter')
        return { variable, shape, values }
      }),
      ...this.#graph.state.flatMap((variables, k) =>
        variables.map((variable, i) => {
          const { shape } = required(trainable[i], 'a shape of each trainable parameter')
          return { variable, shape, values: optimizerValues(state, k, i, volume(shape)) }
        })
      )
    ])
    this.#step = state.step
    this.#optimizerSteps = state.optimizerSteps
    this.#trained = state.optimizerState.length > 0
  }

  #assign(values: readonly Assignment[]): void {
    this.#run(
      values.map(({ variable, shape, values: content }) => ({ to: variable.input, shape, values: content })),
      values.map(({ variable }) => variable.assign)
    )
  }

  #read(variables: readonly VariableNodes[]): Float32Array[] {
    return this.#run(
      [],
      variables.map(({ read }) => read)
    )
  }

  #run(feeds: readonly Feed[], outputs: readonly NodeOutput[]): Float32Array[] {
    return this.#attempt(() => this.#session.run(feeds, outputs))
  }

  #attempt<T>(act: () => T): T {
    try {
      return act()
    } catch (thrown) {
      throw runFailure(thrown, this.#request.batchSize)
    }
  }
}
