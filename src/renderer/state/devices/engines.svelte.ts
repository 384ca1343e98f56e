import type { EngineStatus } from '../../../lab/contract/engine-status'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

/** The engines on this machine, and which of them `auto` takes. */
export class Engines {
  #all = $state.raw<readonly EngineStatus[] | undefined>(undefined)
  #asking = $state.raw(false)
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  /** undefined until the lab has answered */
  get all(): readonly EngineStatus[] | undefined {
    return this.#all
  }

  get asking(): boolean {
    return this.#asking
  }

  get preferred(): Extract<EngineStatus, { available: true }> | undefined {
    for (const engine of this.#all ?? []) if (engine.available && engine.preferred) return engine
    return undefined
  }

  /** @param again looks at drivers and libraries now, instead of telling what was found last */
  async refresh(again = false): Promise<void> {
    this.#asking = true
    const answer = await this.#notices.attempt(() => this.#line.lab.listEngines({ again }))
    if (answer !== undefined) this.#all = answer.engines
    this.#asking = false
  }
}
