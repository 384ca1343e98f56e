import { Smoother } from '../maths/smoother'
import type { RatePoint } from './rate-point'
import { rateOf, smoothedSteps } from './search-steps'

/** A search ends where the smoothed loss is above this many times its lowest. */
const climb = 4

/** The losses of a search while it goes on. */
export class RateCurve {
  readonly #steps: number
  readonly #points: RatePoint[] = []
  readonly #smoother: Smoother
  #lowest = Infinity
  #over = false

  /** @param steps up to the highest rate */
  constructor(steps: number) {
    this.#steps = steps
    this.#smoother = new Smoother(1 - 1 / smoothedSteps(steps))
  }

  get points(): readonly RatePoint[] {
    return this.#points
  }

  /** Whether there is nothing more to learn: the loss is not finite, or far above its lowest, or all steps are done. */
  get isOver(): boolean {
    return this.#over
  }

  /** Takes the loss of the next step; those after the end change nothing. */
  add(loss: number): void {
    if (this.#over) return
    if (!Number.isFinite(loss)) {
      this.#over = true
      return
    }
    const smoothed = this.#smoother.add(loss)
    this.#lowest = Math.min(this.#lowest, smoothed)
    this.#points.push({ rate: rateOf(this.#points.length, this.#steps), loss, smoothed })
    this.#over = smoothed > climb * this.#lowest || this.#points.length === this.#steps
  }
}
