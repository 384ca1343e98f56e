import { RunningLoss } from './running-loss'

/** Points of a whole run's loss curve: enough for the widest screen, and a bounded file. */
const curvePoints = 1000

export interface CurvePoint {
  /** Mean over the steps since the last point. */
  readonly loss: number
  /** The last step that it covers, and its epoch, counted from 1. */
  readonly step: number
  readonly epoch: number
}

/** Gathers the losses of a training into the points of its curve. */
export class CurvePoints {
  readonly #mean: RunningLoss
  readonly #tell: (point: CurvePoint) => void
  #end: Omit<CurvePoint, 'loss'>

  /** @param end the step up to which there are losses, and its epoch */
  constructor(totalSteps: number, end: Omit<CurvePoint, 'loss'>, tell: (point: CurvePoint) => void) {
    this.#mean = new RunningLoss(Math.max(1, Math.ceil(totalSteps / curvePoints)))
    this.#end = end
    this.#tell = tell
  }

  /** The point that is under way. */
  get partial(): { readonly sum: number; readonly count: number } {
    return this.#mean.partial
  }

  restore(partial: { readonly sum: number; readonly count: number }): void {
    this.#mean.restore(partial)
  }

  add(loss: number, step: number, epoch: number): void {
    this.#end = { step, epoch }
    const mean = this.#mean.add(loss)
    if (mean !== undefined) this.#tell({ loss: mean, ...this.#end })
  }

  /** Tells of the steps since the last point, where the training ends between two of them. */
  end(): void {
    const { sum, count } = this.#mean.partial
    if (count > 0) this.#tell({ loss: sum / count, ...this.#end })
    this.#mean.reset()
  }
}
