import { stat } from 'node:fs/promises'
import { fileStamp, isSettled } from './file-stamp'
import { hasErrorCode } from './storage-error'

interface Kept<T> {
  readonly stamp: string
  readonly reading: T
}

/** What was read from files, for as long as they stay as they are. */
export class KeptReadings<T> {
  readonly #kept = new Map<string, Kept<T>>()

  /** @param read is asked again where one of the files changed, came or went, or has only just been written */
  async get(key: string, paths: readonly string[], read: () => Promise<T>): Promise<T> {
    const stamp = await stampOf(paths)
    const kept = this.#kept.get(key)
    if (kept !== undefined && kept.stamp === stamp) return kept.reading
    const reading = await read()
    if (stamp === undefined) this.#kept.delete(key)
    else this.#kept.set(key, { stamp, reading })
    return reading
  }

  /** Forgets all others. */
  keepOnly(keys: readonly string[]): void {
    const staying = new Set(keys)
    for (const key of this.#kept.keys()) if (!staying.has(key)) this.#kept.delete(key)
  }
}

/** Undefined where a later change may give the same. */
async function stampOf(paths: readonly string[]): Promise<string | undefined> {
  const stamps = await Promise.all(
    paths.map(async (path) => {
      try {
        const stats = await stat(path, { bigint: true })
        return isSettled(stats, Date.now()) ? fileStamp(stats) : undefined
      } catch (cause) {
        // What the disk refuses is told by who reads the file.
        return hasErrorCode(cause, 'ENOENT') ? 'missing' : undefined
      }
    })
  )
  return stamps.includes(undefined) ? undefined : stamps.join(' ')
}
