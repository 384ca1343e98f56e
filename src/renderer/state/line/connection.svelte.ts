import { LabError } from '../../../core/base/lab-error'
import { connect, type LabClient } from '../../../lab/contract/connect'
import type { Lab } from '../../../lab/contract/contract'
import type { Port } from '../../../lab/contract/port'

/** Opens a line to the lab; rejects with a LabError that says why there is none. */
export type OpenPort = () => Promise<Port>

/** What the state classes need of a connection. */
export interface LabLine {
  readonly lab: Lab
}

/** Milliseconds before another try, longer each time. */
const retryMs = [250, 500, 1000, 2000, 4000] as const

/** The line to the lab: opened again whenever it breaks. */
export class Connection implements LabLine {
  #status = $state.raw<'connecting' | 'open' | 'lost'>('connecting')
  #trouble = $state.raw<LabError | undefined>(undefined)
  #client: LabClient | undefined
  readonly #open: OpenPort
  readonly #onOpen: (client: LabClient) => void

  /** @param onOpen called whenever a line stands: what is shown has to be asked for again, and subscribed to */
  constructor(open: OpenPort, onOpen: (client: LabClient) => void) {
    this.#open = open
    this.#onOpen = onOpen
  }

  get status(): 'connecting' | 'open' | 'lost' {
    return this.#status
  }

  /** Why there is no line, and what to do about it. */
  get trouble(): LabError | undefined {
    return this.#trouble
  }

  get lab(): Lab {
    if (this.#client === undefined) throw new Error('asked before the line to the lab was open')
    return this.#client.lab
  }

  start(): void {
    void this.#try(0)
  }

  async #try(attempt: number): Promise<void> {
    let port: Port
    try {
      port = await this.#open()
    } catch (thrown) {
      // Nobody there yet: the trouble is shown, and the next try follows.
      this.#trouble = LabError.from(thrown)
      this.#status = this.#client === undefined && attempt < 2 ? 'connecting' : 'lost'
      setTimeout(() => void this.#try(attempt + 1), retryMs[Math.min(attempt, retryMs.length - 1)])
      return
    }
    const client = connect(port)
    client.onClose(() => {
      if (this.#client !== client) return
      this.#status = 'lost'
      void this.#try(0)
    })
    this.#client = client
    this.#trouble = undefined
    this.#status = 'open'
    this.#onOpen(client)
  }
}
