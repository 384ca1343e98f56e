import { formatLoss } from '../format/format-loss'

/** Averages the loss over an interval of mini-batches, as the lesson prints it. */
export class RunningLoss {
  #sum = 0
  #count = 0

  constructor(readonly interval: number) {}

  /** @returns the interval's mean when this step completes it */
  add(loss: number): number | undefined {
    this.#sum += loss
    this.#count += 1
    if (this.#count < this.interval) return undefined
    const mean = this.#sum / this.#count
    this.reset()
    return mean
  }

  reset(): void {
    this.#sum = 0
    this.#count = 0
  }

  get partial(): { readonly sum: number; readonly count: number } {
    return { sum: this.#sum, count: this.#count }
  }

  restore(partial: { readonly sum: number; readonly count: number }): void {
    this.#sum = partial.sum
    this.#count = partial.count
  }
}

/** The lesson's own format, `[epoch, batch] loss: x.xxx`: the batch right-aligned in five places, three decimals. */
export function formatLogLine(line: {
  readonly epoch: number
  readonly batch: number
  readonly loss: number
}): string {
  return `[${line.epoch}, ${String(line.batch).padStart(5)}] loss: ${formatLoss(line.loss, 3)}`
}

/** What the lesson prints when the last epoch is over. */
export const finishedLine = 'Finished Training'
