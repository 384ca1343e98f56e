import path from 'node:path'
import type { EngineId } from '../../src/core/base/engine-id'
import { z } from '../../src/core/base/schema'
import type { Side } from './alternate'
import { Peer } from './peer'

const answer = z.object({ seconds: z.number(), device: z.string(), threads: z.int() })

/** An engine in a process of its own, as in a training; TensorFlow makes its threads once for a process. */
export class EngineProcess {
  readonly #peer: Peer
  /** What computed last: its description and number of threads. */
  device = ''
  threads = 0

  /** @param electron the runtime to run it in, instead of this Node */
  constructor(builtFolder: string, electron?: string) {
    const file = path.join(builtFolder, 'engine-peer.mjs')
    this.#peer = new Peer(
      'the engine’s process',
      electron ?? process.execPath,
      [file],
      electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }
    )
  }

  side(engine: EngineId, batch: number, threads: number): Side {
    return {
      measure: async (steps) => {
        const { seconds, ...device } = await this.#peer.ask({ engine, batch, threads, steps }, answer)
        this.device = device.device
        this.threads = device.threads
        return seconds
      }
    }
  }

  end(): void {
    this.#peer.end()
  }
}
