/** Keeps the checkpoints of a run from being thinned while somebody reads them. */
export class CheckpointHolds {
  readonly #held = new Map<string, number>()
  readonly #thinning = new Map<string, Promise<void>>()

  /** Resolves once nothing is being thinned. @returns how to let go */
  async hold(runId: string): Promise<() => void> {
    this.#held.set(runId, this.#holders(runId) + 1)
    await this.#thinning.get(runId)
    let held = true
    return () => {
      if (held) this.#held.set(runId, this.#holders(runId) - 1)
      held = false
    }
  }

  /** Holds them for as long as some work takes. */
  async during<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const letGo = await this.hold(runId)
    try {
      return await work()
    } finally {
      letGo()
    }
  }

  /** Thins, or does nothing while somebody holds them: the next checkpoint brings another opportunity. */
  async thin(runId: string, work: () => Promise<void>): Promise<void> {
    if (this.#holders(runId) > 0) return
    const thinning = work()
    this.#thinning.set(
      runId,
      thinning.catch(() => undefined)
    )
    await thinning.finally(() => this.#thinning.delete(runId))
  }

  #holders(runId: string): number {
    return this.#held.get(runId) ?? 0
  }
}
