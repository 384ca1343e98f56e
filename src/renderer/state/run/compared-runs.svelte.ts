import { compare } from '../../../core/compare/comparison'
import { foldRun, newRun, type RunState } from '../../../core/run/run-state'
import type { DisagreementKind } from '../../../core/run/compare-predictions'
import type { EventData, MethodOutput } from '../../../lab/contract/contract'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

const imagesShown = 60

interface LoadedRun {
  readonly summary: RunSummary
  readonly state: RunState
  /** Events that are folded. */
  readonly events: number
}

type Pair = MethodOutput<'comparePredictions'>

/** The runs that are compared, each the fold of its events, and what two of them predict differently. */
export class ComparedRuns {
  #ids = $state.raw<readonly string[]>([])
  #loaded = $state.raw<readonly LoadedRun[]>([])
  #loading = $state.raw(false)
  #pair = $state.raw<{ readonly asked: string; readonly answer: Pair | undefined } | undefined>()
  readonly #line: LabLine
  readonly #notices: Notices
  /** Those that are there, in the order in which they were asked for. */
  readonly runs = $derived.by(() =>
    this.#ids.flatMap((runId) => {
      const run = this.#find(runId)
      return run === undefined
        ? []
        : [{ runId, number: run.summary.number, name: run.summary.name, state: run.state }]
    })
  )
  readonly comparison = $derived(compare(this.runs))

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  get ids(): readonly string[] {
    return this.#ids
  }

  get loading(): boolean {
    return this.#loading
  }

  /** What was asked for last about two of them; undefined while it is on its way, or cannot be had. */
  get pair(): Pair | undefined {
    return this.#pair?.answer
  }

  async show(ids: readonly string[]): Promise<void> {
    this.#ids = ids
    await this.#load(ids.filter((id) => this.#find(id) === undefined))
  }

  remove(runId: string): void {
    this.#ids = this.#ids.filter((id) => id !== runId)
  }

  /** New events of a run, which may be one of these. */
  receive({ runId, first, events }: EventData<'run'>): void {
    const run = this.#find(runId)
    if (run === undefined) return
    if (first > run.events) {
      void this.#load([runId])
      return
    }
    const unknown = events.slice(run.events - first)
    if (unknown.length === 0) return
    this.#keep({
      ...run,
      state: foldRun(run.state, unknown),
      events: run.events + unknown.length
    })
  }

  /** @param evaluated the steps of both results, so that a new one brings new images */
  async loadPair(
    first: string,
    second: string,
    show: DisagreementKind,
    evaluated: readonly (number | undefined)[]
  ): Promise<void> {
    const asked = [first, second, show, ...evaluated].join(' ')
    if (asked === this.#pair?.asked) return
    this.#pair = { asked, answer: undefined }
    const answer = await this.#notices.attempt(() =>
      this.#line.lab.comparePredictions({ first, second, show, limit: imagesShown })
    )
    if (this.#pair.asked === asked) this.#pair = { asked, answer }
  }

  async #load(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    this.#loading = true
    for (const runId of ids) {
      const found = await this.#notices.attempt(() => this.#line.lab.getRun({ runId }))
      if (found === undefined) this.remove(runId)
      else {
        const { summary, events } = found
        this.#keep({ summary, state: foldRun(newRun, events), events: events.length })
      }
    }
    this.#loading = false
  }

  #find(runId: string): LoadedRun | undefined {
    return this.#loaded.find(({ summary }) => summary.runId === runId)
  }

  #keep(run: LoadedRun): void {
    const { runId } = run.summary
    // What is no longer shown is asked for again when it is.
    const kept = this.#loaded.filter(
      ({ summary }) => summary.runId !== runId && this.#ids.includes(summary.runId)
    )
    this.#loaded = [...kept, run]
  }
}
