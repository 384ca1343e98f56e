import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { makeFolder } from '../storage/make-folder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'

const timing = z.object({ device: z.string(), stepsPerSecond: z.number().positive() })
type Timing = z.infer<typeof timing>
const kind = {
  name: 'table of speeds',
  format: 2,
  content: z.object({ timings: z.record(z.string(), timing) })
}

/** More than a learner's workloads; the oldest go first. */
const most = 500

/**
 * Measured speeds of one data folder, kept from one day to the next. Each is known by everything that it depends on, so
 * that another driver, library or version has none.
 */
export class SpeedStore {
  readonly #file: string
  #timings: Map<string, Timing> | undefined

  constructor(file: string) {
    this.#file = file
  }

  async get(what: object): Promise<Timing | undefined> {
    return (await this.#read()).get(keyOf(what))
  }

  /** A disk that refuses costs no more than measuring again. */
  async set(what: object, value: Timing): Promise<void> {
    const timings = await this.#read()
    const key = keyOf(what)
    timings.delete(key)
    timings.set(key, value)
    const kept = [...timings].slice(-most)
    this.#timings = new Map(kept)
    // Should that fail, so does writing into it.
    await makeFolder(dirname(this.#file)).catch(() => undefined)
    await writeSealedFile(this.#file, kind, { timings: Object.fromEntries(kept) }).catch(
      (thrown: unknown) => {
        if (!(thrown instanceof LabError)) throw thrown
      }
    )
  }

  async #read(): Promise<Map<string, Timing>> {
    this.#timings ??= new Map(Object.entries(await readTimings(this.#file)))
    return this.#timings
  }
}

async function readTimings(file: string): Promise<Record<string, Timing>> {
  try {
    const found = await readSealedFile(file, kind, () => 'Measure the engines again.')
    return found?.timings ?? {}
  } catch (thrown) {
    // A speed that cannot be trusted is an unknown one: it is measured again.
    if (LabError.from(thrown).code !== 'storage') return {}
    throw thrown
  }
}

function keyOf(what: object): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}
