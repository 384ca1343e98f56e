/** Weight of the past fades by 1/e in this time. */
const memoryMs = 3000
const sampleMs = 200

/** How fast something goes on, smoothed so that the figure can be read. */
export class RateMeter {
  #last: { readonly done: number; readonly at: number } | undefined
  #perMs: number | undefined

  /** @param at milliseconds, monotonic. The first call only says where counting starts. */
  update(done: number, at: number): void {
    const last = this.#last
    if (last === undefined || done < last.done) {
      this.#last = { done, at }
      return
    }
    const elapsed = at - last.at
    if (elapsed < sampleMs) return
    const sample = (done - last.done) / elapsed
    const fresh = 1 - Math.exp(-elapsed / memoryMs)
    this.#perMs = this.#perMs === undefined ? sample : this.#perMs + (sample - this.#perMs) * fresh
    this.#last = { done, at }
  }

  get perSecond(): number {
    return (this.#perMs ?? 0) * 1000
  }

  secondsLeft(done: number, total: number): number | undefined {
    if (total === 0 || this.perSecond === 0) return undefined
    return Math.max(0, (total - done) / this.perSecond)
  }
}
