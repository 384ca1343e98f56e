import type { RunState } from '../../../core/run/run-state'
import type { Snapshot } from '../../../core/run/snapshot'

type Split = Snapshot['split']

/** The run on screen, as far as it matters here. */
interface Looked {
  readonly runId: string | undefined
  readonly state: Pick<RunState, 'snapshots' | 'evaluation'>
}

/** Which moment of the run on screen is looked at: its result, or what it got right while it trained. */
export class Moments {
  #asked = $state.raw<{ readonly runId: string | undefined; readonly step: number } | undefined>(undefined)
  #split = $state.raw<Split>('validation')
  readonly #run: Looked
  readonly #all = $derived.by(() => this.#run.state.snapshots.slice(0))
  readonly #splits = $derived(
    (['validation', 'test'] as const).filter((split) => this.#all.some((one) => one.split === split))
  )
  readonly #ofSplit = $derived(this.#all.filter(({ split }) => split === this.split))

  constructor(run: Looked) {
    this.#run = run
  }

  /** Of which images there are snapshots. */
  get splits(): readonly Split[] {
    return this.#splits
  }

  /** Which of them are looked at. */
  get split(): Split {
    return this.#splits.includes(this.#split) ? this.#split : (this.#splits[0] ?? 'validation')
  }

  /** Those of these images, in the order of their steps. */
  get snapshots(): readonly Snapshot[] {
    return this.#ofSplit
  }

  /** undefined: the result is looked at, or there is nothing to look at. Of a run without a result it is the latest. */
  get shown(): Snapshot | undefined {
    const asked = this.#asked
    if (asked === undefined || asked.runId !== this.#run.runId)
      return this.#run.state.evaluation === undefined ? this.#ofSplit.at(-1) : undefined
    return this.#ofSplit.reduce<Snapshot | undefined>(
      (best, one) =>
        best === undefined || Math.abs(one.step - asked.step) < Math.abs(best.step - asked.step) ? one : best,
      undefined
    )
  }

  choose(split: Split): void {
    this.#split = split
  }

  /** @param step the nearest one is shown; undefined: the result, or of a run without one the latest */
  lookAt(step: number | undefined): void {
    this.#asked = step === undefined ? undefined : { runId: this.#run.runId, step }
  }
}
