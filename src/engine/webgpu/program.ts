import type { BatchSlot, CompileRequest, DeviceInfo, Program } from '../../core/engine/engine'
import { weightedTargets } from '../../core/maths/weighted-targets'
import { parameterShapes, trainableShapes } from '../../core/model/infer-shapes'
import { layerKey } from '../../core/layers/layer-draws'
import { volume } from '../../core/layers/shape'
import { optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { pixelTransforms } from '../../core/model/pixel-range'
import { required } from '../../core/base/required'
import type { TrainingState, Weights } from '../../core/model/weights'
import { sharedSlot } from '../shared/shared-slot'
import type { FoundAdapter } from './adapter'
import { Device } from './device'
import { holdingCode } from './kernels/clipping'
import { predictionJobs, trainingJobs } from './kernels/network-jobs'
import { optimizerCode, stepRates } from './kernels/optimizer'
import { pixelCode, stepStride, stepWords } from './kernels/preamble'
import type { WebgpuPlan } from './plan/plan'
import { planSharedMemory } from './plan-shared-memory'

/** One mini-batch of a call: where its rows begin among the call's, and how many they are. */
interface Batch {
  readonly first: number
  readonly images: number
}

/** A network compiled to compute shaders of its own; weights, activations and data set all lie on the graphics card. */
export class WebgpuProgram implements Program {
  readonly device: DeviceInfo
  readonly #request: CompileRequest
  readonly #plan: WebgpuPlan
  readonly #gpu: Device
  readonly #stateArrays: number
  #step = 0
  #optimizerSteps = 0
  /** Whether the optimizer keeps anything yet. */
  #trained = false
  #disposed = false

  /** @throws LabError 'engine-unavailable' | 'invalid-input' */
  static async compile(request: CompileRequest, found: FoundAdapter): Promise<WebgpuProgram> {
    const { model, optimizer } = request
    const plan = planSharedMemory(model, optimizer, request.batchSize, request)
    const { parameters, clipping } = plan
    const moves =
      clipping === undefined
        ? optimizerCode(optimizer, parameters, 'optimize')
        : `${holdingCode(clipping)}${optimizerCode(optimizer, parameters, 'moveWeight')}`
    const [height, width] = plan.inputShape
    const gpu = await Device.open(found, plan, {
      shared: `${pixelCode(pixelTransforms(model), height * width)}${moves}`,
      data: request.data,
      floatsWith: (batchSize) => planSharedMemory(model, optimizer, batchSize, request).floats
    })
    return new WebgpuProgram(request, plan, gpu, {
      engine: 'webgpu',
      label: `WebGPU · ${found.name.split(',', 1).join()}`,
      description: `WebGPU on ${found.name}`,
      threads: 1,
      arithmetic: `WebGPU, ${found.name}`
    })
  }

  private constructor(request: CompileRequest, plan: WebgpuPlan, gpu: Device, device: DeviceInfo) {
    this.#request = request
    this.#plan = plan
    this.#gpu = gpu
    this.#stateArrays = optimizerStateNames(request.optimizer).length
    this.device = device
    const { classWeights, labelSmoothing = 0 } = request
    if (classWeights !== undefined) {
      const { weights, sums } = weightedTargets(classWeights, labelSmoothing)
      gpu.writeMemory(
        Float32Array.from([...weights, ...sums]),
        required(plan.classWeights, 'a place for them')
      )
    }
    this.#load(request.state)
  }

  createSlot(capacity: number): BatchSlot {
    return sharedSlot(this.#request.model, capacity)
  }

  async train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    const { optimizer, seed } = this.#request
    if (count === 0) return
    const batches = cut(count, batchSize)
    const steps = new Uint32Array((batches.length * stepStride) / 4)
    const floats = new Float32Array(steps.buffer)
    batches.forEach(({ first: begin, images }, i) => {
      const at = (i * stepStride) / 4
      const learningRate = required(rates[i], 'a learning rate for each step')
      const { rate, correction, shrink } = stepRates(optimizer, learningRate, this.#optimizerSteps + i + 1)
      steps[at + stepWords.first] = begin
      steps[at + stepWords.images] = images
      steps[at + stepWords.index] = i
      floats[at + stepWords.rate] = rate
      floats[at + stepWords.correction] = correction
      floats[at + stepWords.shrink] = shrink
      this.#plan.keyedLayers.forEach((layer, j) => {
        const key = layerKey(seed, this.#step + i, layer)
        steps.set([key.first, key.second], at + stepWords.keys + j * 2)
      })
    })
    const rows = this.#request.data === undefined ? this.#upload(slot, first, count) : undefined
    const labelled = rows ?? this.#residentRows(slot, first, count)
    this.#writeShares(batches, labelled, floats)
    const phases = await this.#gpu.phases('train', () =>
      trainingJobs(this.#plan, this.#request.labelSmoothing)
    )
    const read = await this.#gpu.run({
      source: rows === undefined ? 'data' : 'upload',
      rows: labelled,
      steps,
      phases,
      batches: batches.length,
      read: { buffer: 'losses', offset: 0, count: batches.length }
    })
    losses.set(read)
    this.#step += batches.length
    this.#optimizerSteps += batches.length
    this.#trained = true
  }

  async predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    const { batchSize, classes, logits: scores } = this.#plan
    const phases = await this.#gpu.phases('predict', () => predictionJobs(this.#plan))
    for (const { first, images } of cut(count, batchSize)) {
      const steps = new Uint32Array(stepStride / 4)
      steps[stepWords.images] = images
      const read = await this.#gpu.run({
        source: 'upload',
        rows: this.#upload(slot, first, images),
        steps,
        phases,
        batches: 1,
        read: { buffer: 'memory', offset: scores.values, count: images * classes }
      })
      logits.set(read, first * classes)
    }
  }

  async readState(): Promise<TrainingState> {
    const { parameters } = this.#plan
    const values = await this.#gpu.readMemory(0, parameters * (1 + this.#stateArrays))
    const trainable = new Set(trainableShapes(this.#request.model).map(({ name }) => name))
    const optimizerState = Array.from({ length: this.#stateArrays }, (_, k) =>
      this.#split(values.subarray((k + 1) * parameters)).flatMap((tensor) =>
        trainable.has(tensor.name) ? [tensor.values] : []
      )
    )
    return {
      weights: this.#split(values),
      optimizerState: this.#trained ? optimizerState : [],
      step: this.#step,
      optimizerSteps: this.#optimizerSteps
    }
  }

  async readWeights(): Promise<Weights> {
    return this.#split(await this.#gpu.readMemory(0, this.#plan.parameters))
  }

  writeState(state: TrainingState): Promise<void> {
    this.#load(state)
    return Promise.resolve()
  }

  dispose(): Promise<void> {
    if (!this.#disposed) this.#gpu.dispose()
    this.#disposed = true
    return Promise.resolve()
  }

  #load(state: TrainingState): void {
    const { parameters } = this.#plan
    const values = new Float32Array(parameters * (1 + this.#stateArrays))
    let at = 0
    let trainable = 0
    parameterShapes(this.#request.model).forEach((shape, i) => {
      values.set(required(state.weights[i], 'weights of each parameter').values, at)
      if (shape.trainable) {
        const index = trainable++
        state.optimizerState.forEach((arrays, j) => {
          values.set(
            required(arrays[index], 'what the optimizer keeps for each parameter'),
            (j + 1) * parameters + at
          )
        })
      }
      at += volume(shape.shape)
    })
    this.#gpu.writeMemory(values)
    this.#step = state.step
    this.#optimizerSteps = state.optimizerSteps
    this.#trained = state.optimizerState.length > 0
  }

  /** One divided by the weight of all images of each batch, in the steps' constants. @param rows [row, label] of each */
  #writeShares(batches: readonly Batch[], rows: Uint32Array, floats: Float32Array): void {
    const { classWeights } = this.#request
    if (classWeights === undefined) return
    batches.forEach(({ first, images }, i) => {
      let total = 0
      for (let image = first; image < first + images; image++) {
        total += required(classWeights[required(rows[image * 2 + 1], 'a label')], 'a weight of each class')
      }
      floats[(i * stepStride) / 4 + stepWords.share] = 1 / total
    })
  }

  /** Copies of the parameters, from where they lie one after the other. */
  #split(values: Float32Array): Weights {
    let at = 0
    return parameterShapes(this.#request.model).map(({ name, shape }) => {
      const from = at
      at += volume(shape)
      return { name, shape, values: values.slice(from, at) }
    })
  }

  /** Brings a slot's images to the graphics card. @returns [row, label] of each, one after the other */
  #upload(slot: BatchSlot, first: number, count: number): Uint32Array {
    const bytes = volume(this.#plan.inputShape)
    this.#gpu.upload(slot.images.subarray(first * bytes, (first + count) * bytes))
    const rows = new Uint32Array(count * 2)
    slot.labels.subarray(first, first + count).forEach((label, i) => {
      rows[i * 2] = i
      rows[i * 2 + 1] = label
    })
    return rows
  }

  /** @returns [row, label] of each, one after the other */
  #residentRows(slot: BatchSlot, first: number, count: number): Uint32Array {
    const { labels } = required(this.#request.data, 'a data set on the graphics card')
    const rows = new Uint32Array(count * 2)
    slot.indices.subarray(first, first + count).forEach((row, i) => {
      rows[i * 2] = row
      rows[i * 2 + 1] = required(labels[row], 'a label of each row')
    })
    return rows
  }
}

/** Mini-batches of a call, the last one shorter when count is no multiple. */
function cut(count: number, batchSize: number): Batch[] {
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => ({
    first: i * batchSize,
    images: Math.min(batchSize, count - i * batchSize)
  }))
}
