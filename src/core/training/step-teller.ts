import { CurvePoints, type CurvePoint } from './curve-points'
import type { BatchSlot, PhaseTimes } from '../engine/engine'
import { required } from '../base/required'
import { RunningLoss } from './running-loss'
import type { BatchExamination, TrainJob, TrainingPosition } from './train-job'
import type { TrainingClock } from '../run/training-clock'

/** A mini-batch that was trained by itself: images [first, first + count) of a slot. */
interface SingleStep {
  readonly slot: BatchSlot
  readonly first: number
  readonly count: number
  readonly loss: number | undefined
  readonly examined: BatchExamination
}

/** Turns the losses of a training's steps into events: lines of the log, points of the curve, single steps. */
export class StepTeller {
  readonly #job: TrainJob
  readonly #perEpoch: number
  readonly #clock: TrainingClock
  readonly #running: RunningLoss
  readonly #points: CurvePoints
  #toldSamples = 0

  constructor(job: TrainJob, perEpoch: number, clock: TrainingClock) {
    const { config, position } = job
    this.#job = job
    this.#perEpoch = perEpoch
    this.#clock = clock
    this.#running = new RunningLoss(config.logEvery)
    this.#running.restore(position.runningLoss)
    const begun = { step: position.step, epoch: Math.max(1, Math.ceil(position.step / perEpoch)) }
    this.#points = new CurvePoints(perEpoch * config.epochs, begun, (point) => this.#tellPoint(point))
    this.#points.restore(position.point)
  }

  /** What has been added up for the next line and the next point. */
  get partial(): Pick<TrainingPosition, 'runningLoss' | 'point'> {
    return { runningLoss: this.#running.partial, point: this.#points.partial }
  }

  /**
   * @param step this one included
   * @param epoch counted from 0
   */
  tell(loss: number, step: number, epoch: number): void {
    const { emit, now } = this.#job
    this.#points.add(loss, step, epoch + 1)
    const mean = this.#running.add(loss)
    if (mean !== undefined) {
      const batch = step - epoch * this.#perEpoch
      emit({ type: 'log', at: now(), step, epoch: epoch + 1, batch, loss: mean })
    }
    // The lesson's script starts a new sum with every epoch.
    if (step % this.#perEpoch === 0) this.#running.reset()
  }

  tellSingle(step: number, epoch: number, learningRate: number, single: SingleStep): void {
    const { emit, now } = this.#job
    const { slot, first, count, loss, examined } = single
    emit({
      type: 'stepped',
      at: now(),
      step,
      epoch: epoch + 1,
      batch: step - epoch * this.#perEpoch,
      learningRate,
      rows: [...slot.indices.subarray(first, first + count)],
      labels: [...slot.labels.subarray(first, first + count)],
      predicted: [...examined.predicted],
      loss: required(loss, 'the loss of the step'),
      gradients: [...examined.gradients]
    })
  }

  /** Tells the last point. */
  end(): void {
    this.#points.end()
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
}
