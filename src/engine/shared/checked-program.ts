import { checkBatchStatistics } from '../../core/model/check-batch-statistics'
import { checkLearns } from '../../core/model/check-learns'
import type { BatchSlot, CompileRequest, DeviceInfo, PhaseTimes, Program } from '../../core/engine/engine'
import { classCount } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import type { TrainingState, Weights } from '../../core/model/weights'
import {
  checkBatchSize,
  checkImages,
  checkLabels,
  checkRates,
  checkRoom,
  checkRows,
  checkState
} from './check-request'

/** Any engine's program, which now sees no call that it could not do. What is refused changes nothing. */
export class CheckedProgram implements Program {
  readonly device: DeviceInfo
  readonly #program: Program
  readonly #request: CompileRequest
  readonly #classes: number
  #knownToLearn = false
  readonly #slots = new WeakSet<BatchSlot>()
  #running = false
  #disposed: Promise<void> | undefined

  constructor(program: Program, request: CompileRequest) {
    this.#program = program
    this.#request = request
    this.#classes = classCount(request.model)
    this.device = program.device
  }

  get phases(): PhaseTimes | undefined {
    return this.#program.phases
  }

  createSlot(capacity: number): BatchSlot {
    this.#checkIdle()
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new LabError(
        'invalid-input',
        `A slot cannot be made for ${capacity} images.`,
        'Ask for at least one image.'
      )
    }
    const slot = this.#program.createSlot(capacity)
    this.#slots.add(slot)
    return slot
  }

  async train(
    slot: BatchSlot,
    first: number,
    count: number,
    batchSize: number,
    rates: Float64Array,
    losses: Float32Array
  ): Promise<void> {
    return this.#alone(() => {
      const { model, data, batchSize: largest } = this.#request
      this.#checkOwn(slot)
      checkBatchSize(batchSize, largest)
      checkImages(slot, first, count)
      checkLabels(slot.labels.subarray(first, first + count), this.#classes)
      if (data !== undefined) checkRows(slot.indices.subarray(first, first + count), data, this.#classes)
      // A walk through the network takes as long as a step of a small one.
      if (!this.#knownToLearn) checkLearns(model)
      this.#knownToLearn = true
      checkBatchStatistics(model, count, batchSize)
      const steps = Math.ceil(count / batchSize)
      checkRates(rates, steps)
      checkRoom('losses', losses, steps)
      return this.#program.train(slot, first, count, batchSize, rates, losses)
    })
  }

  async predict(slot: BatchSlot, count: number, logits: Float32Array): Promise<void> {
    return this.#alone(() => {
      this.#checkOwn(slot)
      checkImages(slot, 0, count)
      checkRoom('scores', logits, count * this.#classes)
      return this.#program.predict(slot, count, logits)
    })
  }

  async readState(): Promise<TrainingState> {
    this.#checkIdle()
    return this.#program.readState()
  }

  async readWeights(): Promise<Weights> {
    this.#checkIdle()
    return this.#program.readWeights()
  }

  async writeState(state: TrainingState): Promise<void> {
    return this.#alone(() => {
      checkState(this.#request.model, this.#request.optimizer, state)
      return this.#program.writeState(state)
    })
  }

  /** Also while a call is under way: that may be one that never ends. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#program.dispose()
    return this.#disposed
  }

  async #alone<T>(call: () => Promise<T>): Promise<T> {
    this.#checkIdle()
    this.#running = true
    try {
      return await call()
    } finally {
      this.#running = false
    }
  }

  #checkIdle(): void {
    this.#checkAlive()
    if (!this.#running) return
    throw new LabError(
      'busy',
      'An earlier call is still computing with this network.',
      'Wait until that call has ended.'
    )
  }

  #checkAlive(): void {
    if (this.#disposed === undefined) return
    throw new LabError(
      'internal',
      'A compiled network was used after it had been disposed of.',
      'Compile the network again.'
    )
  }

  #checkOwn(slot: BatchSlot): void {
    if (this.#slots.has(slot)) return
    throw new LabError(
      'invalid-input',
      'The engine received a slot that it did not make.',
      'Use a slot from the createSlot of the same program.'
    )
  }
}
