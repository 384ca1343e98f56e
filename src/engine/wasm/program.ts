import { performance } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'
import type { BatchSlot, CompileRequest, DeviceInfo, PhaseTimes, Program } from '../../core/engine/engine'
import { volume } from '../../core/layers/shape'
import { LabError } from '../../core/base/lab-error'
import { optimizerStateNames } from '../../core/optimizers/optimizer-kinds'
import { weightedTargets } from '../../core/maths/weighted-targets'
import { required } from '../../core/base/required'
import { formatCount } from '../../core/format/format-number'
import type { TrainingState, Weights } from '../../core/model/weights'
import { namedWeights } from '../shared/named-weights'
import { optimizerValues } from '../shared/optimizer-values'
import { startThreads } from './compute-threads'
import { emitModule, pageBytes } from './emit-module'
import { commandWords, labelBytes } from './kernels/work'
import { align, cacheLine } from './plan/arena'
import {
  fixedHyperparameters,
  type Hyperparameter,
  hyperparameterOffset,
  hyperparameters
} from './plan/hyperparameters'
import { planWasm } from './plan/plan-wasm'
import {
  type ParameterLayout,
  parameterLayouts,
  readParameter,
  writeParameter
} from './plan/parameter-layout'
import type { WasmPlan } from './plan/plan'
import { exportedFunction } from './exported-function'
import { PhaseSampler } from './phase-sampler'
import { describeSimd, wasmArithmetic } from './simd-support'

/** Bytes of a batch slot's arrays; `rates` and `losses` are those of the steps of a call of `train`. */
interface SlotAddresses {
  readonly images: number
  readonly labels: number
  readonly rates: number
  readonly losses: number
}

/** One step as the threads are told of it. */
type OneStep = Readonly<
  Record<'images' | 'labels' | 'count' | 'rates' | 'losses' | 'step' | 'optimizerSteps', number>
>

/** A network compiled to WebAssembly of its own: its weights, activations and slots all lie in one shared memory. */
export class WasmProgram implements Program {
  readonly device: DeviceInfo
  readonly #request: CompileRequest
  readonly #plan: WasmPlan
  readonly #memory: WebAssembly.Memory
  readonly #layouts: readonly ParameterLayout[]
  readonly #trainable: readonly ParameterLayout[]
  readonly #work: (thread: number) => void
  readonly #repack: () => void
  readonly #workers: readonly Worker[]
  readonly #slots = new Map<BatchSlot, SlotAddresses>()
  readonly #sampler = new PhaseSampler()
  readonly #maxPages: number
  /** From a weight to each value that the optimizer keeps for it. */
  readonly #stateOffsets: readonly number[]
  #end: number
  #step = 0
  #optimizerSteps = 0
  #trained = false
  #disposed = false

  /** @throws LabError 'engine-unavailable' | 'invalid-input' */
  static async compile(
    request: CompileRequest,
    threads: number,
    support: 'simd' | 'relaxed'
  ): Promise<WasmProgram> {
    const plan = planWasm(request, threads)
    const { bytes, pages } = emitModule(plan, request.optimizer, request.labelSmoothing ?? 0, support)
    const module = new WebAssembly.Module(bytes)
    const memory = new WebAssembly.Memory({ ...pages, shared: true })
    const workers = await startThreads(module, memory, threads)
    const device: DeviceInfo = {
      engine: 'wasm',
      label: `WASM · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      description: describeSimd(support),
      threads,
      arithmetic: wasmArithmetic(support)
    }
    return new WasmProgram(request, plan, module, memory, pages.maximum, workers, device)
  }

  private constructor(
    request: CompileRequest,
    plan: WasmPlan,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    maxPages: number,
    workers: readonly Worker[],
    device: DeviceInfo
  ) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    this.#request = request
    this.#plan = plan
    this.#memory = memory
    this.#maxPages = maxPages
    this.#layouts = parameterLayouts(plan)
    this.#trainable = this.#layouts.filter(({ trainable }) => trainable)
    this.#work = exportedFunction(exports, 'work')
    this.#repack = exportedFunction(exports, 'repack')
    this.#workers = workers
    this.#stateOffsets = optimizerStateNames(request.optimizer).map((_, i) => (i + 1) * plan.weightBytes)
    this.#end = plan.bytes
    this.device = device
    this.#writeClassWeights()
    this.#writeHyperparameters(fixedHyperparameters(request.optimizer))
    this.#load(request.state)
  }

  get phases(): PhaseTimes | undefined {
    return this.#sampler.times
  }

  createSlot(capacity: number): BatchSlot {
    const images = this.#end
    const labels = align(images + capacity * volume(this.#plan.inputShape) + cacheLine, cacheLine)
    const indices = align(labels + capacity * labelBytes, cacheLine)
    const rates = align(indices + capacity * 4, cacheLine)
    const losses = align(rates + capacity * 4, cacheLine)
    const end = align(losses + capacity * 4, cacheLine)
    const pages = Math.ceil(end / pageBytes)
    const missing = pages - this.#memory.buffer.byteLength / pageBytes
    if (pages > this.#maxPages) {
      throw new LabError(
        'invalid-input',
        `The engine's memory has no room for ${formatCount(capacity)} more images.`,
        'Choose a smaller batch size.'
      )
    }
    if (missing > 0) this.#memory.grow(missing)
    this.#end = end
    const { buffer } = this.#memory
    const slot: BatchSlot = {
      images: new Uint8Array(buffer, images, capacity * volume(this.#plan.inputShape)),
      labels: new Uint16Array(buffer, labels, capacity),
      indices: new Uint32Array(buffer, indices, capacity)
    }
    this.#slots.set(slot, { images, labels, rates, losses })
    return slot
  }

  train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    if (count === 0) return Promise.resolve()
    const addresses = required(this.#slots.get(slot), 'the addresses of the slot')
    const imageBytes = volume(this.#plan.inputShape)
    const images = addresses.images + first * imageBytes
    const labels = addresses.labels + first * labelBytes
    const steps = Math.ceil(count / batchSize)
    const last = this.#step + steps - 1
    new Float32Array(this.#memory.buffer, addresses.rates, steps).set(rates.subarray(0, steps))
    // A whole batch at the end, so that threads are awake when it begins.
    const timed = count % batchSize === 0 && this.#sampler.isDue(last)
    const untimed = timed ? count - batchSize : count
    const { rates: from, losses: to } = addresses
    const call = { images, labels, batchSize, rates: from, losses: to }
    const done = { step: this.#step, optimizerSteps: this.#optimizerSteps }
    if (untimed > 0) this.#run('train', { ...call, ...done, count: untimed })
    if (timed) {
      this.#trainTimed({
        images: images + untimed * imageBytes,
        labels: labels + untimed * labelBytes,
        count: batchSize,
        rates: from + (steps - 1) * 4,
        losses: to + (steps - 1) * 4,
        step: last,
        optimizerSteps: this.#optimizerSteps + steps - 1
      })
    }
    losses.set(new Float32Array(this.#memory.buffer, to, steps))
    this.#step += steps
    this.#optimizerSteps += steps
    this.#trained = true
    return Promise.resolve()
  }

  predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    const { batchSize, classes, inputShape, logits: rows } = this.#plan
    const { images } = required(this.#slots.get(slot), 'the addresses of the slot')
    for (let first = 0; first < count; first += batchSize) {
      const size = Math.min(batchSize, count - first)
      this.#run('predict', { images: images + first * volume(inputShape), count: size })
      for (let i = 0; i < size; i++) {
        const row = new Float32Array(this.#memory.buffer, rows.value + i * rows.stride, classes)
        logits.set(row, (first + i) * classes)
      }
    }
    return Promise.resolve()
  }

  async readState(): Promise<TrainingState> {
    const optimizerState = this.#stateOffsets.map((offset) => this.#read(this.#trainable, offset))
    return {
      weights: await this.readWeights(),
      optimizerState: this.#trained ? optimizerState : [],
      step: this.#step,
      optimizerSteps: this.#optimizerSteps
    }
  }

  readWeights(): Promise<Weights> {
    return Promise.resolve(namedWeights(this.#request.model, this.#read(this.#layouts, 0)))
  }

  writeState(state: TrainingState): Promise<void> {
    this.#load(state)
    return Promise.resolve()
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    if (this.#workers.length > 0) this.#run('stop')
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  /** One step to the same bits as any other, in pieces, with the forward pass once more by itself. */
  #trainTimed({ images, ...step }: OneStep): void {
    const begin = performance.now()
    this.#run('predict', { images, count: step.count })
    const predicted = performance.now()
    this.#run('compute', { images, ...step })
    const computed = performance.now()
    this.#run('finish', { images, ...step })
    const updated = performance.now()
    const forward = predicted - begin
    this.#sampler.add(step.step, {
      forward,
      backward: computed - predicted - forward,
      update: updated - computed
    })
  }

  #run(...command: Parameters<typeof commandWords>): void {
    const words = commandWords(...command)
    new Int32Array(this.#memory.buffer, this.#plan.control.command, words.length).set(words)
    this.#work(0)
  }

  #read(layouts: readonly ParameterLayout[], offset: number): Float32Array[] {
    const floats = this.#floats()
    return layouts.map((layout) => readParameter(floats, layout, offset))
  }

  #load(state: TrainingState): void {
    const floats = this.#floats()
    this.#layouts.forEach((layout, i) => {
      writeParameter(floats, layout, 0, required(state.weights[i], 'weights of each parameter').values)
    })
    this.#trainable.forEach((layout, i) => {
      this.#stateOffsets.forEach((offset, k) => {
        writeParameter(floats, layout, offset, optimizerValues(state, k, i, volume(layout.shape)))
      })
    })
    this.#repack()
    this.#step = state.step
    this.#optimizerSteps = state.optimizerSteps
    this.#trained = state.optimizerState.length > 0
  }

  #writeClassWeights(): void {
    const { classWeights, labelSmoothing = 0 } = this.#request
    if (classWeights === undefined) return
    const { weights, sums } = weightedTargets(classWeights, labelSmoothing)
    const table = new Float64Array(
      this.#memory.buffer,
      required(this.#plan.classWeights, 'a place for the class weights'),
      weights.length * 2
    )
    table.set(weights)
    table.set(sums, weights.length)
  }

  #writeHyperparameters(values: Readonly<Partial<Record<Hyperparameter, number>>>): void {
    const floats = new Float32Array(this.#memory.buffer, this.#plan.control.hyperparameters)
    for (const name of hyperparameters) {
      const value = values[name]
      if (value !== undefined) floats[hyperparameterOffset(name) >> 2] = value
    }
  }

  #floats(): Float32Array {
    return new Float32Array(this.#memory.buffer)
  }
}
