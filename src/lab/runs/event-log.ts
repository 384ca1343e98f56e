import { open, readFile, truncate, type FileHandle } from 'node:fs/promises'
import { LabError } from '../../core/lab-error'
import { runEvent, type RunEvent } from '../../core/run-event'
import { errorCode, storageError } from '../storage/storage-error'
import { syncFile } from '../storage/sync-to-disk'

export interface EventLogContent {
  readonly events: readonly RunEvent[]
  /** Bytes up to the end of the last whole line. */
  readonly bytes: number
}

/**
 * Reads events.jsonl: one event a line. A last line that was torn, because the machine or the process went away
 * while it was written, counts as never written.
 * @throws LabError 'data-corrupt' when a line before the last cannot be understood; 'storage'
 */
export async function readEventLog(path: string): Promise<EventLogContent> {
  const content = await readFile(path).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return Buffer.alloc(0)
    throw storageError(cause, 'read', path)
  })
  const bytes = content.lastIndexOf(0x0a) + 1
  const lines = content.toString('utf8', 0, bytes).split('\n').slice(0, -1)
  return { events: lines.map((line, i) => parseLine(line, i + 1, path)), bytes }
}

function parseLine(line: string, number: number, path: string): RunEvent {
  try {
    return runEvent.parse(JSON.parse(line))
  } catch (cause) {
    throw new LabError(
      'data-corrupt',
      `Line ${number} of ${path} is damaged.`,
      'The checkpoints of the run are not affected: load one of them, or restore the file from a backup.',
      cause
    )
  }
}

/** Writes the events.jsonl of a new run. */
export async function writeEventLog(path: string, events: readonly RunEvent[]): Promise<void> {
  const log = await EventLogWriter.open(path, 0)
  try {
    await log.append(events)
  } finally {
    await log.close()
  }
}

/** Appends to events.jsonl, in order; what is handed over during a write goes out together with the next one. */
export class EventLogWriter {
  readonly #path: string
  readonly #handle: FileHandle
  /** Up to the end of the last line that was written. */
  #bytes: number
  #waiting: string[] = []
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, handle: FileHandle, bytes: number) {
    this.#path = path
    this.#handle = handle
    this.#bytes = bytes
  }

  /** @param bytes what `readEventLog` found whole; a torn line beyond it is cut off */
  static async open(path: string, bytes: number): Promise<EventLogWriter> {
    try {
      const handle = await open(path, 'a')
      const { size } = await handle.stat()
      if (size > bytes) await truncate(path, bytes)
      return new EventLogWriter(path, handle, bytes)
    } catch (cause) {
      throw storageError(cause, 'write', path)
    }
  }

  /**
   * Resolves when the events are written.
   * @throws LabError 'storage'
   */
  append(events: readonly RunEvent[]): Promise<void> {
    for (const event of events) this.#waiting.push(`${JSON.stringify(event)}\n`)
    const write = (): Promise<void> => this.#write()
    // A disk that was full may have room again.
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }

  async #write(): Promise<void> {
    const text = this.#waiting.join('')
    this.#waiting = []
    if (text === '') return
    try {
      await this.#handle.appendFile(text)
      this.#bytes += Buffer.byteLength(text)
    } catch (cause) {
      // A part of a line would make one damaged line of it and the next.
      await this.#handle.truncate(this.#bytes).catch(() => undefined)
      throw storageError(cause, 'write', this.#path)
    }
  }

  /** Waits until the disk has everything. */
  async close(): Promise<void> {
    try {
      // Who handed over what could not be written has been told.
      await this.#writing.catch(() => undefined)
      await syncFile(this.#handle)
    } finally {
      await this.#handle.close()
    }
  }
}
