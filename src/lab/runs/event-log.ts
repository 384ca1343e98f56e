import { open, stat, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { runEvent, type RunEvent } from '../../core/run/run-event'
import { z } from '../../core/base/schema'
import { readStoredFile } from '../storage/read-stored-file'
import { checkSeal, addSeal } from '../storage/seal'
import { errorCode, storageError } from '../storage/storage-error'
import { syncFile } from '../storage/sync-to-disk'
import { writeFileAtomically } from '../storage/write-file-atomically'
import { damagedRunRemedy } from './damaged-run-remedy'

/** Millions of lines, and less than the longest string that there can be. */
export const mostLogBytes = 500_000_000

/** A place in a log: behind its first `lines` lines. The seal of the last of them stands for all of them. */
export const logMark = z.object({ lines: z.int().min(0), bytes: z.int().min(0), seal: z.string() })
export type LogMark = z.infer<typeof logMark>

export const logStart: LogMark = { lines: 0, bytes: 0, seal: '' }

export interface EventLogContent {
  readonly events: readonly RunEvent[]
  /** Behind the last whole line. */
  readonly end: LogMark
}

/**
 * Reads events.jsonl: one event a line, each sealed together with the line before it. A last line that was torn,
 * because the machine or the process went away while it was written, counts as never written.
 * @param known a place that the log had reached; undefined for a log whose lines have no seals
 * @throws LabError 'data-corrupt' when a line was changed, or when what comes before `known` is not all there;
 * 'storage'
 */
export async function readEventLog(path: string, known: LogMark | undefined): Promise<EventLogContent> {
  const content = await readWhole(path)
  const lines = wholeLines(content)
  // A migration that was cut short leaves seals that nobody knows of yet.
  const sealed = known !== undefined || (lines[0] !== undefined && checkSeal(lines[0]) !== undefined)
  let seal = logStart.seal
  let sealAtKnown = seal
  const events: RunEvent[] = []
  for (const [i, line] of lines.entries()) {
    const found = sealed ? checkSeal(line, seal) : seal
    const event = found === undefined ? undefined : parseLine(line)
    if (found === undefined || event === undefined) throw await damaged(path, `its line ${i + 1} was changed`)
    events.push(event)
    seal = found
    if (known?.lines === i + 1) sealAtKnown = seal
  }
  if (known !== undefined && lines.length < known.lines) {
    throw await damaged(path, `it ends after ${lines.length} of its ${known.lines} lines`)
  }
  if (known !== undefined && sealAtKnown !== known.seal)
    throw await damaged(path, 'it belongs to another run')
  return { events, end: { lines: lines.length, bytes: content.lastIndexOf(0x0a) + 1, seal } }
}

/**
 * Gives the lines of a log from before there were seals their seals.
 * @throws LabError 'data-corrupt' when a line cannot be understood: a seal must not vouch for it; 'storage'
 */
export async function sealEventLog(path: string): Promise<void> {
  await readEventLog(path, undefined)
  const lines = wholeLines(await readWhole(path))
  if (lines[0] === undefined || checkSeal(lines[0]) !== undefined) return
  let seal = logStart.seal
  const sealed = lines.map((line) => {
    const next = addSeal(line, seal)
    seal = next.seal
    return `${next.text}\n`
  })
  await writeFileAtomically(path, sealed.join(''))
}

/**
 * A glance that shows whether lines are missing at the end of a log, without reading it.
 * @returns what `readEventLog` would throw
 */
export async function findShortLog(path: string, known: LogMark | undefined): Promise<LabError | undefined> {
  const size = await stat(path).then(
    (stats) => stats.size,
    (cause: unknown) => {
      if (errorCode(cause) === 'ENOENT') return 0
      throw storageError(cause, 'read', path)
    }
  )
  if (known === undefined || size >= known.bytes) return undefined
  return damaged(path, 'its last lines are missing')
}

async function readWhole(path: string): Promise<Buffer> {
  return (await readStoredFile(path, mostLogBytes)) ?? Buffer.alloc(0)
}

function wholeLines(content: Buffer): string[] {
  return content
    .toString('utf8', 0, content.lastIndexOf(0x0a) + 1)
    .split('\n')
    .slice(0, -1)
}

function parseLine(line: string): RunEvent | undefined {
  try {
    return runEvent.safeParse(JSON.parse(line)).data
  } catch {
    // Not JSON: as damaged as JSON that is not an event.
    return undefined
  }
}

async function damaged(path: string, what: string): Promise<LabError> {
  return new LabError('data-corrupt', `${path} is damaged: ${what}.`, await damagedRunRemedy(dirname(path)))
}

/**
 * Writes the events.jsonl of a new run.
 * @returns its end
 */
export async function writeEventLog(path: string, events: readonly RunEvent[]): Promise<LogMark> {
  const log = await EventLogWriter.open(path, logStart)
  try {
    await log.append(events)
    return await log.sync()
  } finally {
    await log.close()
  }
}

/** Appends to events.jsonl, in order; what is handed over during a write goes out together with the next one. */
export class EventLogWriter {
  readonly #path: string
  readonly #handle: FileHandle
  #end: LogMark
  #waiting: RunEvent[] = []
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, handle: FileHandle, end: LogMark) {
    this.#path = path
    this.#handle = handle
    this.#end = end
  }

  /** @param end what `readEventLog` found whole; a torn line beyond it is cut off */
  static async open(path: string, end: LogMark): Promise<EventLogWriter> {
    try {
      const handle = await open(path, 'a')
      const { size } = await handle.stat()
      if (size > end.bytes) await truncate(path, end.bytes)
      return new EventLogWriter(path, handle, end)
    } catch (cause) {
      throw storageError(cause, 'write', path)
    }
  }

  /**
   * Resolves when the events are written.
   * @throws LabError 'storage'
   */
  append(events: readonly RunEvent[]): Promise<void> {
    for (const event of events) this.#waiting.push(event)
    const write = (): Promise<void> => this.#write()
    // A disk that was full may have room again.
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }

  async #write(): Promise<void> {
    let { lines, bytes, seal } = this.#end
    const texts = this.#waiting.map((event) => {
      const sealed = addSeal(JSON.stringify(event), seal)
      seal = sealed.seal
      return `${sealed.text}\n`
    })
    this.#waiting = []
    if (texts.length === 0) return
    const text = texts.join('')
    try {
      await this.#handle.appendFile(text)
    } catch (cause) {
      // A part of a line would make one damaged line of it and the next.
      await this.#handle.truncate(this.#end.bytes).catch(() => undefined)
      throw storageError(cause, 'write', this.#path)
    }
    lines += texts.length
    bytes += Buffer.byteLength(text)
    this.#end = { lines, bytes, seal }
  }

  /**
   * Waits until the disk has everything that it took.
   * @returns the place up to which that is
   */
  async sync(): Promise<LogMark> {
    // Those who handed over what could not be written have been told.
    await this.#writing.catch(() => undefined)
    const end = this.#end
    await syncFile(this.#handle)
    return end
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}
