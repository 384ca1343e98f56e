import { LabError } from '../../core/lab-error'
import type { RunConfig } from '../../core/run-config'
import type { RunEvent } from '../../core/run-event'
import { foldRun, newRun, type RunState } from '../../core/run-state'
import type { RunSummary } from '../contract/run-summary'
import { EventLogWriter, readEventLog } from './event-log'
import { type RunFile, readRunFile, writeRunFile } from './run-file'
import { runPaths } from './run-folder'
import { isAliveElsewhere, type RunOwner } from './run-owner'
import { changesList, summarise, type RunIdentity } from './summarise'

/** A run that this process writes to. There is at most one writer for a run, over all processes. */
export class RunWriter {
  readonly config: RunConfig
  readonly #folder: string
  readonly #owner: RunOwner = { pid: process.pid, since: Date.now() }
  readonly #log: EventLogWriter
  readonly #onEvents: (first: number, events: readonly RunEvent[]) => void
  readonly #events: RunEvent[]
  #identity: RunIdentity
  #state: RunState
  #saving: Promise<void> = Promise.resolve()

  private constructor(
    folder: string,
    file: RunFile,
    log: EventLogWriter,
    events: readonly RunEvent[],
    onEvents: (first: number, events: readonly RunEvent[]) => void
  ) {
    this.config = file.config
    this.#folder = folder
    this.#identity = file.summary
    this.#log = log
    this.#events = [...events]
    this.#state = foldRun(newRun, events)
    this.#onEvents = onEvents
  }

  /**
   * Takes the run over.
   * @param onEvents called with events as they are appended and the number of the first of them
   * @throws LabError 'busy' when another process is writing to it; whatever `readRunFile` and `readEventLog` throw
   */
  static async open(
    folder: string,
    onEvents: (first: number, events: readonly RunEvent[]) => void
  ): Promise<RunWriter> {
    const file = await readRunFile(folder)
    refuseForeign(file)
    const { events, bytes } = await readEventLog(runPaths.events(folder))
    const log = await EventLogWriter.open(runPaths.events(folder), bytes)
    const writer = new RunWriter(folder, file, log, events, onEvents)
    await writer.#save(writer.#owner)
    return writer
  }

  get events(): readonly RunEvent[] {
    return this.#events
  }

  get state(): RunState {
    return this.#state
  }

  get summary(): RunSummary {
    return summarise(this.#identity, this.config, this.#state)
  }

  /**
   * Resolves when the events are in the file; they are seen at once by whoever listens.
   * @throws LabError 'storage'
   */
  async append(events: readonly RunEvent[]): Promise<void> {
    const first = this.#events.length
    this.#events.push(...events)
    this.#state = foldRun(this.#state, events)
    const written = this.#log.append(events)
    this.#onEvents(first, events)
    await written
    if (events.some(changesList)) await this.#save(this.#owner)
  }

  async rename(name: string): Promise<void> {
    this.#identity = { ...this.#identity, name }
    await this.#save(this.#owner)
  }

  /** Waits until all is on disk and gives the run up. */
  async close(): Promise<void> {
    await this.#log.close()
    await this.#save(undefined)
  }

  /** One after the other, so that an older state never replaces a newer one. */
  #save(owner: RunOwner | undefined): Promise<void> {
    const { dataset, versions } = this.#state
    const file = {
      summary: this.summary,
      config: this.config,
      versions: { ...versions },
      ...(dataset === undefined ? {} : { dataset }),
      ...(owner === undefined ? {} : { owner })
    }
    this.#saving = this.#saving.then(() => writeRunFile(this.#folder, file))
    return this.#saving
  }
}

/** @throws LabError 'busy' when another process is writing to the run */
export function refuseForeign(file: Pick<RunFile, 'owner' | 'summary'>): void {
  if (file.owner === undefined || !isAliveElsewhere(file.owner)) return
  throw new LabError(
    'busy',
    `Run #${file.summary.number} is in use by another Tenfold (process ${file.owner.pid}).`,
    'Use that one, or close it first.'
  )
}
