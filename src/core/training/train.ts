import { checkBatchStatistics } from '../model/check-batch-statistics'
import { CheckpointWriter } from './checkpoint-writer'
import { epochOrder, stepsPerEpoch } from './batch-order'
import type { BatchSlot } from '../engine/engine'
import { diverged, NotFinite } from './diverged'
import { EarlyStopping } from './early-stopping'
import { isMoment, stepsToMoment } from './evaluation-moments'
import { filledSlots } from './filled-slots'
import { rateFactor } from '../schedules/rate-factor'
import { StepTeller } from './step-teller'
import type { TrainingEnd, TrainJob, TrainingPosition } from './train-job'
import type { Evaluation } from '../run/evaluation'
import { TrainingClock } from '../run/training-clock'
import { averageEvery, stepsToAverage, WeightAverage } from './weight-average'

/** One call of the engine is to last about this long, so that Stop is immediate and the overhead disappears. */
const callMs = 12
/** Images in a slot; a larger batch makes a larger slot. */
const slotImages = 512
const slotCount = 4

/**
 * The training loop: for each epoch, shuffled mini-batches through the engine, losses to events.
 * What it computes depends on configuration, seed and engine alone; clock and requests only decide when it talks.
 * @returns whether it came to its end or was asked to stop; a checkpoint of the last step exists in both cases
 * @throws LabError 'diverged' when the loss is no longer finite, 'invalid-input' when the batches leave batch
 * normalisation nothing to normalise over
 */
export async function train(job: TrainJob): Promise<TrainingEnd> {
  const { config, rows } = job
  checkBatchStatistics(config.model, rows.length, config.batchSize)
  const perEpoch = stepsPerEpoch(rows.length, config.batchSize)
  const training = new Training(job, perEpoch)
  try {
    await training.validateAgain()
    const first = Math.floor(job.position.step / perEpoch)
    for (let epoch = first; epoch < config.epochs && !training.stopping.isOver; epoch++) {
      const outcome = await training.runEpoch(epoch)
      if (outcome === 'stopped') return { kind: 'stopped' }
    }
    training.teller.end()
    return { kind: 'finished', ...training.select() }
  } catch (thrown) {
    if (!(thrown instanceof NotFinite)) throw thrown
    training.teller.end()
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
  readonly #slots: readonly BatchSlot[]
  readonly #stepsPerSlot: number
  readonly #rates: Float64Array
  readonly #losses: Float32Array
  readonly checkpoints: CheckpointWriter
  readonly teller: StepTeller
  readonly stopping: EarlyStopping
  readonly #average: WeightAverage | undefined
  readonly #clock: TrainingClock
  readonly #factor: (step: number) => number
  #step: number
  /** What the schedule multiplies. */
  #learningRate: number
  #lastCheckpoint: number
  #stepsPerCall = 1
  #paused = false

  constructor(job: TrainJob, perEpoch: number) {
    const { config, position, program } = job
    this.#job = job
    this.#perEpoch = perEpoch
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
    this.teller = new StepTeller(job, perEpoch, this.#clock)
    this.stopping = new EarlyStopping(config, position.best)
    this.#average = config.ema === 0 ? undefined : new WeightAverage(config.ema, job.average)
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
      const steps = single ? 1 : Math.min(this.#stepsPerCall, this.#stepsUndisturbed())
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
      if (examined !== undefined) {
        this.teller.tellSingle(this.#step, epoch, this.#rateOf(this.#step - 1), {
          slot,
          first,
          count,
          loss: this.#losses[0],
          examined
        })
      }
      first += count
      if (stepsToAverage(this.#step) === averageEvery) this.#average?.update(await program.readWeights())
      if (isMoment(this.#step, config, this.#perEpoch)) await this.#watch(epoch, ['validation', 'test'])
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
    this.#step += 1
    if (!Number.isFinite(loss)) throw new NotFinite(loss, this.#rateOf(this.#step - 1))
    this.teller.tell(loss, this.#step, epoch)
  }

  /** @param step counted from 0 */
  #rateOf(step: number): number {
    return this.#learningRate * this.#factor(step)
  }

  /** Of the next steps. They go by the number of the step alone, whatever the length of a call. */
  #setRates(steps: number): void {
    for (let i = 0; i < steps; i++) this.#rates[i] = this.#rateOf(this.#step + i)
  }

  /** To the next one after which there is something to do besides training. */
  #stepsUndisturbed(): number {
    const { config } = this.#job
    const toCheckpoint = Math.max(1, this.#lastCheckpoint + config.checkpointEvery - this.#step)
    const next = Math.min(toCheckpoint, stepsToMoment(this.#step, config))
    return this.#average === undefined ? next : Math.min(next, stepsToAverage(this.#step))
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
      ...this.teller.partial,
      ...this.#clock.times,
      learningRate: this.#learningRate,
      best: this.stopping.best
    }
    this.#lastCheckpoint = position.step
    this.checkpoints.begin({ state: await program.readState(), position, average: this.#average?.weights })
  }

  /** From the end of an epoch: its checkpoint is written before its validation is over. */
  async validateAgain(): Promise<void> {
    const epochs = this.#step / this.#perEpoch
    if (epochs >= 1 && Number.isInteger(epochs)) await this.#validate(epochs - 1)
  }

  async #validate(epoch: number): Promise<void> {
    const { validate, emit, now, clock } = this.#job
    if (validate !== undefined) {
      const begin = clock()
      this.#clock.countTo(begin)
      const { cells, ...result } = await validate(this.#average?.weights)
      const durationMs = clock() - begin
      const measured = { step: this.#step, epoch: epoch + 1 }
      emit({ type: 'validated', at: now(), ...measured, durationMs, ...result, cells: [...cells] })
      this.stopping.measured({ ...measured, loss: result.loss })
      this.#clock.leaveOut()
    }
    await this.#watch(epoch, ['test'])
  }

  /** Evaluates those of the images that there are. @param epoch counted from 0 */
  async #watch(epoch: number, splits: readonly Evaluation['split'][]): Promise<void> {
    const { watch, emit, now, clock } = this.#job
    if (watch === undefined) return
    for (const split of splits.filter((one) => watch.splits.includes(one))) {
      const begin = clock()
      this.#clock.countTo(begin)
      const { loss, cells } = await watch.evaluate(split)
      const durationMs = clock() - begin
      emit({ type: 'watched', at: now(), step: this.#step, epoch: epoch + 1, split, loss, cells, durationMs })
      this.#clock.leaveOut()
    }
  }

  /** Tells which checkpoint is the result, where the validation loss decides. */
  select(): Pick<Extract<TrainingEnd, { kind: 'finished' }>, 'selected'> {
    const { selected } = this.stopping
    if (selected === undefined) return {}
    this.#job.emit({ type: 'selected', at: this.#job.now(), ...selected })
    return { selected }
  }
}
