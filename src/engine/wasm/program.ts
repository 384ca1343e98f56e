import type { Worker } from 'node:worker_threads'
import type { BatchSlot, CompileRequest, DeviceInfo, Program } from '../../core/engine'
import { parameterShapes, volume } from '../../core/infer-shapes'
import { LabError } from '../../core/lab-error'
import { optimizerSlots } from '../../core/optimizer-spec'
import type { TrainingState, Weights } from '../../core/weights'
import { checkBatches, checkState } from '../check-request'
import { startThreads } from './compute-threads'
import { command, commandFields, emitProgram } from './kernels/emit-program'
import { slotOffset } from './kernels/pooled-maximum'
import { align, cacheLine } from './plan/arena'
import {
  fixedHyperparameters,
  type Hyperparameter,
  hyperparameterOffset,
  hyperparameters
} from './plan/hyperparameters'
import { makePlan } from './plan/make-plan'
import {
  type ParameterLayout,
  parameterLayouts,
  readParameter,
  writeParameter
} from './plan/parameter-layout'
import type { Plan } from './plan/plan'
import { exportedFunction } from './exported-function'
import { simdNames } from './simd-support'

const pageBytes = 65_536
/** Room that slots may take beyond the plan. Address space only: pages that nobody touches cost nothing. */
const slotRoom = 2 ** 30

/** Bytes of a slot's arrays; `losses` takes what a call of `train` gives back. */
interface SlotAddresses {
  readonly images: number
  readonly labels: number
  readonly losses: number
}

/** A network compiled to WebAssembly of its own: its weights, activations and slots all lie in one shared memory. */
export class WasmProgram implements Program {
  readonly device: DeviceInfo
  readonly #request: CompileRequest
  readonly #plan: Plan
  readonly #memory: WebAssembly.Memory
  readonly #layouts: readonly ParameterLayout[]
  readonly #work: (thread: number) => void
  readonly #repack: () => void
  readonly #workers: readonly Worker[]
  readonly #slots = new Map<BatchSlot, SlotAddresses>()
  readonly #maxPages: number
  /** From a weight to each value that the optimizer keeps for it. */
  readonly #slotOffsets: readonly number[]
  #end: number
  #step = 0
  #trained = false
  #disposed = false

  /** @throws LabError 'engine-unavailable' | 'invalid-input' */
  static async compile(
    request: CompileRequest,
    threads: number,
    support: 'simd' | 'relaxed'
  ): Promise<WasmProgram> {
    checkState(request.model, request.optimizer, request.state)
    const plan = makePlan(request, threads)
    const pages = {
      initial: Math.ceil(plan.bytes / pageBytes),
      maximum: Math.min(65_536, Math.ceil((plan.bytes + slotRoom) / pageBytes))
    }
    const builder = emitProgram(plan, request.optimizer, { relaxedSimd: support === 'relaxed' })
    const module = new WebAssembly.Module(builder.encode(pages))
    const memory = new WebAssembly.Memory({ ...pages, shared: true })
    const workers = await startThreads(module, memory, threads)
    const device: DeviceInfo = {
      engine: 'wasm',
      label: `WASM · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      description: simdNames[support],
      threads
    }
    return new WasmProgram(request, plan, module, memory, pages.maximum, workers, device)
  }

  private constructor(
    request: CompileRequest,
    plan: Plan,
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
    this.#work = exportedFunction(exports, 'work')
    this.#repack = exportedFunction(exports, 'repack')
    this.#workers = workers
    this.#slotOffsets = optimizerSlots(request.optimizer).map((_, i) => (i + 1) * plan.slotBytes)
    this.#end = plan.bytes
    this.device = device
    this.#writeConstants()
    this.setLearningRate(request.optimizer.learningRate)
    this.#load(request.state)
  }

  createSlot(capacity: number): BatchSlot {
    const images = this.#end
    const labels = align(images + capacity * volume(this.#plan.inputShape) + cacheLine, cacheLine)
    const indices = align(labels + capacity, cacheLine)
    const losses = align(indices + capacity * 4, cacheLine)
    const end = align(losses + capacity * 4, cacheLine)
    const pages = Math.ceil(end / pageBytes)
    const missing = pages - this.#memory.buffer.byteLength / pageBytes
    if (pages > this.#maxPages) {
      throw new LabError(
        'invalid-input',
        `There is no room for ${capacity.toLocaleString('en')} more images in the engine's memory.`,
        'Choose a smaller batch size.'
      )
    }
    if (missing > 0) this.#memory.grow(missing)
    this.#end = end
    const { buffer } = this.#memory
    const slot: BatchSlot = {
      images: new Uint8Array(buffer, images, capacity * volume(this.#plan.inputShape)),
      labels: new Uint8Array(buffer, labels, capacity),
      indices: new Uint32Array(buffer, indices, capacity)
    }
    this.#slots.set(slot, { images, labels, losses })
    return slot
  }

  // Async, so that what is refused becomes a rejected promise.
  async train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    losses: Float32Array
  ): Promise<void> {
    checkBatches(slot, first, count, batchSize, {
      batchSize: this.#plan.batchSize,
      classes: this.#plan.classes
    })
    if (count === 0) return Promise.resolve()
    const addresses = this.#addresses(slot)
    const images = addresses.images + first * volume(this.#plan.inputShape)
    this.#run(command.train, images, addresses.labels + first, count, batchSize, addresses.losses, this.#step)
    const steps = Math.ceil(count / batchSize)
    losses.set(new Float32Array(this.#memory.buffer, addresses.losses, steps))
    this.#step += steps
    this.#trained = true
    return Promise.resolve()
  }

  async predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    const { batchSize, classes, inputShape, logits: rows } = this.#plan
    const { images } = this.#addresses(slot)
    for (let first = 0; first < count; first += batchSize) {
      const size = Math.min(batchSize, count - first)
      this.#run(command.predict, images + first * volume(inputShape), 0, size)
      for (let i = 0; i < size; i++) {
        const row = new Float32Array(this.#memory.buffer, rows.value + i * rows.stride, classes)
        logits.set(row, (first + i) * classes)
      }
    }
    return Promise.resolve()
  }

  setLearningRate(learningRate: number): void {
    this.#writeHyperparameters({ learningRate })
  }

  async readState(): Promise<TrainingState> {
    const slots = this.#slotOffsets.map((offset) => this.#read(offset))
    return { weights: await this.readWeights(), slots: this.#trained ? slots : [], step: this.#step }
  }

  readWeights(): Promise<Weights> {
    const values = this.#read(0)
    const weights = parameterShapes(this.#request.model).map(({ name, shape }, i) => ({
      name,
      shape,
      values: values[i] ?? new Float32Array(0)
    }))
    return Promise.resolve(weights)
  }

  // Async, so that a state that does not fit becomes a rejected promise.
  async writeState(state: TrainingState): Promise<void> {
    checkState(this.#request.model, this.#request.optimizer, state)
    this.#load(state)
    return Promise.resolve()
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    if (this.#workers.length > 0) this.#run(command.stop)
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #run(...fields: readonly number[]): void {
    new Int32Array(this.#memory.buffer, this.#plan.control.command, commandFields).set(fields)
    this.#work(0)
  }

  #addresses(slot: BatchSlot): SlotAddresses {
    const addresses = this.#slots.get(slot)
    if (addresses !== undefined) return addresses
    throw new LabError(
      'invalid-input',
      'The engine was handed a slot that it did not make.',
      'Use a slot from the createSlot of the same program.'
    )
  }

  #read(offset: number): Float32Array[] {
    const floats = this.#floats()
    return this.#layouts.map((layout) => readParameter(floats, layout, offset))
  }

  #load(state: TrainingState): void {
    const floats = this.#floats()
    this.#layouts.forEach((layout, i) => {
      const weights = state.weights[i]?.values ?? new Float32Array(0)
      writeParameter(floats, layout, 0, weights)
      this.#slotOffsets.forEach((offset, slot) => {
        writeParameter(floats, layout, offset, state.slots[slot]?.[i] ?? new Float32Array(weights.length))
      })
    })
    this.#repack()
    this.#step = state.step
    this.#trained = state.slots.length > 0
  }

  /** What kernels look up: hyperparameters, and where each slot of a pooling window lies in a convolution's input. */
  #writeConstants(): void {
    const ints = new Int32Array(this.#memory.buffer)
    this.#writeHyperparameters(fixedHyperparameters(this.#request.optimizer))
    for (const stage of this.#plan.imageStages) {
      if (stage.kind !== 'convolution' || stage.pool === undefined) continue
      const { size, slotOffsets } = stage.pool
      for (let slot = 0; slot < size[0] * size[1]; slot++) {
        ints[(slotOffsets >> 2) + slot] = slotOffset(stage, stage.pool, slot)
      }
    }
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
