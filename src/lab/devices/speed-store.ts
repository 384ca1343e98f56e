import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { LabError } from '../../core/lab-error'
import { z } from '../../core/schema'
import { errorCode } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'

const timing = z.object({ device: z.string(), stepsPerSecond: z.number().positive() })
type Timing = z.infer<typeof timing>
const fileFormat = z.object({ formatVersion: z.literal(1), timings: z.record(z.string(), timing) })

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
    const text = JSON.stringify({ formatVersion: 1, timings: Object.fromEntries(kept) })
    await writeFileAtomically(this.#file, text).catch((thrown: unknown) => {
      if (!(thrown instanceof LabError)) throw thrown
    })
  }

  async #read(): Promise<Map<string, Timing>> {
    this.#timings ??= new Map(Object.entries(await readTimings(this.#file)))
    return this.#timings
  }
}

async function readTimings(file: string): Promise<Record<string, Timing>> {
  try {
    const found = fileFormat.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return found.data?.timings ?? {}
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || thrown instanceof SyntaxError) return {}
    throw thrown
  }
}

function keyOf(what: object): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}
