import { checkBatchStatistics } from '../model/check-batch-statistics'
import { CheckpointWriter } from './checkpoint-writer'
import { epochOrder, stepsPerEpoch } from './batch-order'
import type { BatchSlot, PhaseTimes } from '../engine/engine'
import { CurvePoints, type CurvePoint } from './curve-points'
import { diverged, NotFinite } from './diverged'
import { filledSlots } from './filled-slots'
import { required } from '../base/required'
import { rateFactor } from '../schedules/rate-factor'
import { RunningLoss } from './running-loss'
import type { BatchExamination, TrainJob, TrainingPosition } from './train-job'
import { TrainingClock } from '../run/training-clock'

/** One call of the engine is to last about this long, so that Stop is immediate and the overhead disappears. */
const callMs = 12
/** Images in a slot; a larger batch makes a larger slot. */
const slotImages = 512
const slotCount = 4

/**
 * The training loop: for each epoch, shuffled mini-batches through the engine, losses to events.
 * What it computes depends on configuration, seed and engine alone; clock and requests only decide when it talks.
 * @returns 'finished', or 'stopped' when asked to; a checkpoint of the last step exists in both cases
 * @throws LabError 'diverged' when the loss is no longer finite, 'invalid-input' when the batches leave batch
 * normalisation nothing to normalise over
 */
export async function train(job: TrainJob): Promise<'finished' | 'stopped'> {
  const { config, rows } = job
  checkBatchStatistics(config.model, rows.length, config.batchSize)
  const perEpoch = stepsPerEpoch(rows.length, config.batchSize)
  const training = new Training(job, perEpoch)
  try {
    await training.validateAgain()
    for (let epoch = Math.floor(job.position.step / perEpoch); epoch < config.epochs; epoch++) {
      const outcome = await training.runEpoch(epoch)
      if (outcome === 'stopped') return 'stopped'
    }
    training.points.end()
    return 'finished'
  } catch (thrown) {
    if (!(thrown instanceof NotFinite)) throw thrown
    training.points.end()
    await training.checkpoints.settled
    throw diverged(thrown, training.step, training.checkpoints.lastStep)
  } finally {
    await training.checkpoints.settled
    job.onEnded?.(training.step)
  }
}

class Training {
  readonly #job: TrainJob
  readonly #perEpoch: number
  readonly #running: RunningLoss
  readonly #slots: readonly BatchSlot[]
  readonly #stepsPerSlot: number
  readonly #rates: Float64Array
  readonly #losses: Float32Array
  readonly checkpoints: CheckpointWriter
  readonly points: CurvePoints
  readonly #clock: TrainingClock
  readonly #factor: (step: number) => number
  #step: number
  /** What the schedule multiplies. */
  #learningRate: number
  #lastCheckpoint: number
  #stepsPerCall = 1
  #toldSamples = 0
  #paused = false

  constructor(job: TrainJob, perEpoch: number) {
    const { config, position, program } = job
    this.#job = job
    this.#perEpoch = perEpoch
    this.#running = new RunningLoss(config.logEvery)
    this.#running.restore(position.runningLoss)
    const begun = { step: position.step, epoch: Math.max(1, Math.ceil(position.step / perEpoch)) }
    this.points = new CurvePoints(perEpoch * config.epochs, begun, (point) => this.#tellPoint(point))
    this.points.restore(position.point)
    this.#stepsPerSlot = Math.max(1, Math.floor(slotImages / config.batchSize))
    this.#slots = Array.from({ length: slotCount }, () =>
      program.createSlot(this.#stepsPerSlot * config.batchSize)
    )
    this.#rates = new Float64Array(this.#stepsPerSlot)
    this.#losses = new Float32Array(this.#stepsPerSlot)
    this.checkpoints = new CheckpointWriter(position.step, job.saveCheckpoint, ({ step }, bytes) =>
      job.emit({
        type: 'checkpoint',
        at: job.now(),
        step,
        epoch: Math.max(1, Math.ceil(step / perEpoch)),
        bytes
      })
    )
    this.#factor = rateFactor(config, perEpoch * config.epochs)
    this.#step = position.step
    this.#clock = new TrainingClock(job.clock, position)
    this.#learningRate = position.learningRate
    this.#lastCheckpoint = position.step
  }

  /** Steps that were trained, one with a loss that is not finite included. */
  get step(): number {
    return this.#step
  }

  /** @param epoch counted from 0 */
  async runEpoch(epoch: number): Promise<'finished' | 'stopped'> {
    const { config, loader, rows, clock } = this.#job
    const trained = (this.#step - epoch * this.#perEpoch) * config.batchSize
    const filled = filledSlots(epochOrder(rows, config.seed, epoch).subarray(trained), {
      loader,
      epoch,
      slots: this.#slots,
      slotImages: this.#stepsPerSlot * config.batchSize,
      ahead: config.workers === 0 ? 1 : slotCount,
      clock,
      waited: (begin) => this.#waited(begin)
    })
    for await (const { slot, images } of filled) {
      if ((await this.#trainSlot(slot, images, epoch)) === 'stopped') return 'stopped'
    }
    await this.#checkpoint()
    await this.checkpoints.saved()
    await this.#validate(epoch)
    return 'finished'
  }

  #waited(begin: number): void {
    const end = this.#job.clock()
    this.#job.onActivity?.('wait', begin, end)
    this.#clock.waited(begin, end)
  }

  async #trainSlot(slot: BatchSlot, images: number, epoch: number): Promise<'finished' | 'stopped'> {
    const { config, program, clock, onActivity } = this.#job
    for (let first = 0; first < images;) {
      const request = await this.#obey()
      if (request === 'stopped') return 'stopped'
      this.checkpoints.throwRefusal()
      const single = request === 'step'
      const steps = single ? 1 : Math.min(this.#stepsPerCall, this.#stepsToCheckpoint())
      const count = Math.min(steps * config.batchSize, images - first)
      const examined = single ? await this.#job.examine(slot, first, count) : undefined
      if (single) this.#clock.leaveOut()
      const begin = clock()
      this.#setRates(Math.ceil(count / config.batchSize))
      await program.train(slot, first, count, config.batchSize, this.#rates, this.#losses)
      const end = clock()
      onActivity?.('compute', begin, end)
      this.#clock.computed(begin, end)
      const done = Math.ceil(count / config.batchSize)
      this.#adapt(done, end - begin)
      for (const loss of this.#losses.subarray(0, done)) this.#record(loss, epoch)
      if (examined !== undefined) this.#tellStep(slot, first, count, epoch, examined)
      first += count
      if (this.#step - this.#lastCheckpoint >= config.checkpointEvery) await this.#checkpoint()
    }
    return 'finished'
  }

  /** Does what was asked, until it may go on. */
  async #obey(): Promise<'continue' | 'step' | 'stopped'> {
    const { emit, now, nextRequest, program } = this.#job
    for (;;) {
      const request = await nextRequest()
      switch (request.kind) {
        case 'continue':
          if (this.#paused) {
            emit({ type: 'resumed', at: now(), step: this.#step, device: program.device })
            this.#clock.leaveOut()
          }
          this.#paused = false
          return 'continue'
        case 'step':
          return 'step'
        case 'pause':
          this.#paused = true
          await this.#checkpoint()
          await this.checkpoints.saved()
          this.#clock.countTo(this.#job.clock())
          emit({ type: 'paused', at: now(), step: this.#step })
          break
        case 'stop':
          await this.#checkpoint()
          await this.checkpoints.saved()
          return 'stopped'
        case 'setLearningRate':
          this.#learningRate = request.learningRate
          emit({
            type: 'learningRateChanged',
            at: now(),
            step: this.#step,
            learningRate: request.learningRate
          })
          break
      }
    }
  }

  #record(loss: number, epoch: number): void {
    const { emit, now } = this.#job
    this.#step += 1
    const step = this.#step
    if (!Number.isFinite(loss)) throw new NotFinite(loss, this.#rateOf(step - 1))
    this.points.add(loss, step, epoch + 1)
    const mean = this.#running.add(loss)
    if (mean !== undefined) {
      emit({
        type: 'log',
        at: now(),
        step,
        epoch: epoch + 1,
        batch: step - epoch * this.#perEpoch,
        loss: mean
      })
    }
    // The lesson's script starts a new sum with every epoch.
    if (step % this.#perEpoch === 0) this.#running.reset()
  }

  #tellPoint(point: CurvePoint): void {
    const { emit, now } = this.#job
    emit({ type: 'progress', at: now(), ...point, ...this.#clock.times, ...this.#newPhases() })
  }

  #newPhases(): { phases?: PhaseTimes } {
    const { phases } = this.#job.program
    if (phases === undefined || phases.samples === this.#toldSamples) return {}
    this.#toldSamples = phases.samples
    return { phases }
  }

  #tellStep(
    slot: BatchSlot,
    first: number,
    count: number,
    epoch: number,
    { predicted, gradients }: BatchExamination
  ): void {
    const { emit, now } = this.#job
    emit({
      type: 'stepped',
      at: now(),
      step: this.#step,
      epoch: epoch + 1,
      batch: this.#step - epoch * this.#perEpoch,
      learningRate: this.#rateOf(this.#step - 1),
      rows: [...slot.indices.subarray(first, first + count)],
      labels: [...slot.labels.subarray(first, first + count)],
      predicted: [...predicted],
      loss: required(this.#losses[0], 'the loss of the step'),
      gradients: [...gradients]
    })
  }

  /** @param step counted from 0 */
  #rateOf(step: number): number {
    return this.#learningRate * this.#factor(step)
  }

  /** Of the next steps. They go by the number of the step alone, whatever the length of a call. */
  #setRates(steps: number): void {
    for (let i = 0; i < steps; i++) this.#rates[i] = this.#rateOf(this.#step + i)
  }

  #stepsToCheckpoint(): number {
    return Math.max(1, this.#lastCheckpoint + this.#job.config.checkpointEvery - this.#step)
  }

  #adapt(steps: number, elapsed: number): void {
    const ideal = elapsed <= 0 ? this.#stepsPerSlot : (steps * callMs) / elapsed
    this.#stepsPerCall = Math.max(1, Math.min(this.#stepsPerSlot, Math.floor(ideal)))
  }

  /** Begins to write one; training goes on meanwhile, up to the next. */
  async #checkpoint(): Promise<void> {
    const { program } = this.#job
    if (this.#step === this.#lastCheckpoint) return
    await this.checkpoints.saved()
    const position: TrainingPosition = {
      step: this.#step,
      runningLoss: this.#running.partial,
      point: this.points.partial,
      ...this.#clock.times,
      learningRate: this.#learningRate
    }
    this.#lastCheckpoint = position.step
    this.checkpoints.begin(await program.readState(), position)
  }

  /** From the end of an epoch: its checkpoint is written before its validation is over. */
  async validateAgain(): Promise<void> {
    const epochs = this.#step / this.#perEpoch
    if (epochs >= 1 && Number.isInteger(epochs)) await this.#validate(epochs - 1)
  }

  async #validate(epoch: number): Promise<void> {
    const { validate, emit, now, clock } = this.#job
    if (validate === undefined) return
    const begin = clock()
    this.#clock.countTo(begin)
    const result = await validate()
    const durationMs = clock() - begin
    emit({ type: 'validated', at: now(), step: this.#step, epoch: epoch + 1, durationMs, ...result })
    this.#clock.leaveOut()
  }
}
