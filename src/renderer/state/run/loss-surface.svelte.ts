import type { EventData } from '../../../lab/contract/contract'
import type { LossSurface, SurfaceDirections } from '../../../lab/contract/loss-surface'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

export interface Progress {
  readonly done: number
  readonly total: number
}

/** What is known of a run's surface in one pair of directions. */
interface Known {
  readonly surface: LossSurface | undefined
  /** undefined when none is on its way */
  readonly computing: Progress | undefined
}

const unknown: Known = { surface: undefined, computing: undefined }

/** Rows and columns of the surface, and training images whose loss is averaged at each crossing. */
export const surfaceDetails = {
  quick: { size: 15, images: 200 },
  fine: { size: 31, images: 1000 }
} as const
export type SurfaceDetail = keyof typeof surfaceDetails

/** The loss around the weights of the run on screen: the surfaces that were computed, and the one on its way. */
export class LossSurfaces {
  #runId = $state.raw<string | undefined>(undefined)
  #directions = $state.raw<SurfaceDirections>('principal')
  #known = $state.raw<Readonly<Record<SurfaceDirections, Known>>>({ random: unknown, principal: unknown })
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  get directions(): SurfaceDirections {
    return this.#directions
  }

  get surface(): LossSurface | undefined {
    return this.#known[this.#directions].surface
  }

  get computing(): Progress | undefined {
    return this.#known[this.#directions].computing
  }

  setDirections(directions: SurfaceDirections): void {
    this.#directions = directions
  }

  /** Asks for what is known of a run in the directions on screen. */
  async load(runId: string, directions: SurfaceDirections): Promise<void> {
    if (runId !== this.#runId) {
      this.#runId = runId
      this.#known = { random: unknown, principal: unknown }
    }
    const answer = await this.#notices.attempt(() => this.#line.lab.getLossSurface({ runId, directions }))
    if (answer === undefined || runId !== this.#runId) return
    this.#know(directions, { surface: answer.surface, computing: answer.computing })
  }

  async compute(detail: SurfaceDetail): Promise<void> {
    const runId = this.#runId
    const directions = this.#directions
    if (runId === undefined || this.computing !== undefined) return
    this.#know(directions, { computing: { done: 0, total: 0 } })
    const started = await this.#notices.attempt(async () => {
      await this.#line.lab.computeLossSurface({ runId, directions, ...surfaceDetails[detail] })
      return true
    })
    if (started === undefined && runId === this.#runId) this.#know(directions, { computing: undefined })
  }

  async cancel(): Promise<void> {
    const runId = this.#runId
    if (runId !== undefined) await this.#notices.attempt(() => this.#line.lab.cancelLossSurface({ runId }))
  }

  receive({ runId, directions, progress }: EventData<'lossSurface'>): void {
    if (runId !== this.#runId) return
    switch (progress.kind) {
      case 'computing':
        this.#know(directions, { computing: { done: progress.done, total: progress.total } })
        break
      case 'ready':
        void this.load(runId, directions)
        break
      case 'failed':
        this.#notices.report(progress.error)
        this.#know(directions, { computing: undefined })
        break
      case 'cancelled':
        this.#know(directions, { computing: undefined })
        break
    }
  }

  #know(directions: SurfaceDirections, change: Partial<Known>): void {
    this.#known = { ...this.#known, [directions]: { ...this.#known[directions], ...change } }
  }
}
