import type { EventData } from '../../../lab/contract/contract'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

type Notice = EventData<'timeline'>
export type Lane = Pick<Notice['lanes'][number], 'kind' | 'worker' | 'spans'>

/** What the parts of a training did in the last moments: the loader's workers, the waiting and the compute. */
export interface RecentTime {
  /** Milliseconds on the training process's clock. */
  readonly begin: number
  readonly end: number
  readonly lanes: readonly Lane[]
  /** Share of the last seconds in [0, 1] that each worker was busy, by its number. */
  readonly busy: Readonly<Record<number, number>>
}

/** Milliseconds of the past for which spans are kept. */
const keptMs = 250
/** Milliseconds of the past over which the workers' shares are taken: as long as those of `runTiming`. */
const shareMs = 5000

/** The loader's timeline of the run on screen; measured only while somebody looks at it. */
export class LoaderTimeline {
  #recent = $state.raw<RecentTime | undefined>(undefined)
  #runId: string | undefined
  #counted: readonly Notice[] = []
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

  receive(notice: Notice): void {
    const { runId, begin, end, lanes } = notice
    if (runId !== this.#runId) return
    // A gap between two notices is a pause: what lies before it is over.
    const before = this.#recent !== undefined && begin - this.#recent.end < keptMs ? this.#recent : undefined
    const from = Math.max(end - keptMs, before?.begin ?? begin)
    const merged: Record<string, Lane> = {}
    for (const lane of [...(before?.lanes ?? []), ...lanes]) {
      const key = `${lane.kind} ${lane.worker}`
      const spans = [...(merged[key]?.spans ?? []), ...lane.spans].filter(([, stop]) => stop > from)
      merged[key] = { kind: lane.kind, worker: lane.worker, spans }
    }
    const counted = before === undefined ? [] : this.#counted.filter((one) => one.begin >= end - shareMs)
    this.#counted = [...counted, notice]
    this.#recent = { begin: from, end, lanes: Object.values(merged), busy: busyShares(this.#counted) }
  }

  async #tell(runId: string, on: boolean): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.watchTimeline({ runId, on }))
  }
}

function busyShares(notices: readonly Notice[]): Readonly<Record<number, number>> {
  const spanMs = notices.reduce((sum, { begin, end }) => sum + (end - begin), 0)
  const shares: Record<number, number> = {}
  for (const { kind, worker, busyMs } of notices.flatMap(({ lanes }) => lanes)) {
    if (kind === 'load') shares[worker] = Math.min(1, (shares[worker] ?? 0) + busyMs / Math.max(1, spanMs))
  }
  return shares
}
