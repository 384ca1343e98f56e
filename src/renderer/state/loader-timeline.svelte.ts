import type { EventData } from '../../lab/contract/contract'
import type { LabLine } from './connection.svelte'
import type { Notices } from './notices.svelte'

type Notice = EventData<'timeline'>
export type Lane = Notice['lanes'][number]

/** What the parts of a training did in the last moments: the loader's workers, the waiting and the compute. */
export interface RecentTime {
  /** Milliseconds on the training process's clock. */
  readonly begin: number
  readonly end: number
  readonly lanes: readonly Lane[]
}

/** Milliseconds of the past that are kept. */
const keptMs = 250

/** The loader's timeline of the run on screen; measured only while somebody looks at it. */
export class LoaderTimeline {
  #recent = $state.raw<RecentTime | undefined>(undefined)
  #runId: string | undefined
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  /** undefined until something was measured */
  get recent(): RecentTime | undefined {
    return this.#recent
  }

  /** @returns how to stop watching */
  watch(runId: string): () => void {
    if (runId !== this.#runId) this.#recent = undefined
    this.#runId = runId
    void this.#tell(runId, true)
    return () => {
      void this.#tell(runId, false)
    }
  }

  receive({ runId, begin, end, lanes }: Notice): void {
    if (runId !== this.#runId) return
    // A gap between two notices is a pause: what lies before it is over.
    const before = this.#recent !== undefined && begin - this.#recent.end < keptMs ? this.#recent : undefined
    const from = Math.max(end - keptMs, before?.begin ?? begin)
    const merged: Record<string, Lane> = {}
    for (const lane of [...(before?.lanes ?? []), ...lanes]) {
      const key = `${lane.kind} ${lane.worker}`
      const spans = [...(merged[key]?.spans ?? []), ...lane.spans].filter(([, stop]) => stop > from)
      merged[key] = { ...lane, spans }
    }
    this.#recent = { begin: from, end, lanes: Object.values(merged) }
  }

  async #tell(runId: string, on: boolean): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.watchTimeline({ runId, on }))
  }
}
