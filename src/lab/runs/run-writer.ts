import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from '../../core/base/lab-error'
import type { RunConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { foldRun, newRun, type RunState } from '../../core/run/run-state'
import type { RunSummary } from '../contract/run-summary'
import { lookAtOwner } from '../ownership/claim-entry'
import type { FolderClaim } from '../ownership/folder-claim'
import { EventLogWriter, readEventLog, sealEventLog } from './event-log'
import { lostSummary, missingEnd } from './missing-end'
import { type RunFile, readRunFile, writeRunFile } from './run-file'
import { runPaths } from './run-folder'
import { summariseStored, type StoredRun } from './stored-run'
import { changesList } from './summarise'

/** How long the removal of a run's folder may take once its claim is gone. */
const removalMs = 1000
const removalPollMs = 50

/** A run that this process writes to, by its claim on the folder: there is at most one writer, over all processes. */
export class RunWriter {
  readonly #folder: string
  readonly #claim: FolderClaim
  readonly #log: EventLogWriter
  readonly #onEvents: (first: number, events: readonly RunEvent[]) => void
  readonly #events: RunEvent[]
  readonly #refused: RunEvent[] = []
  #file: RunFile
  #state: RunState
  readonly #lost: RunSummary | undefined
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(
    folder: string,
    claim: FolderClaim,
    {
      file,
      log,
      events
    }: { readonly file: RunFile; readonly log: EventLogWriter; readonly events: readonly RunEvent[] },
    onEvents: (first: number, events: readonly RunEvent[]) => void
  ) {
    this.#folder = folder
    this.#claim = claim
    this.#file = file
    this.#log = log
    this.#events = [...events]
    this.#state = foldRun(newRun, events)
    this.#lost = lostSummary(file, { events, state: this.#state })
    this.#onEvents = onEvents
  }

  /**
   * @param claim is given up by `close`
   * @param onEvents called with events once they are written, and the number of the first of them
   * @throws whatever `readRunFile` and `readEventLog` throw
   */
  static async open(
    folder: string,
    claim: FolderClaim,
    onEvents: (first: number, events: readonly RunEvent[]) => void
  ): Promise<RunWriter> {
    const file = await readRunFile(folder)
    const path = runPaths.events(folder)
    if (file.log === undefined) await sealEventLog(path)
    const { events, end } = await readEventLog(path, file.log)
    const log = await EventLogWriter.open(path, end)
    return new RunWriter(folder, claim, { file, log, events }, onEvents)
  }

  /** Names the claim to the run's training process. */
  get token(): string {
    return this.#claim.token
  }

  /** Whether the run is there, and still this process's. */
  holdsClaim(): Promise<boolean> {
    return this.#claim.holds()
  }

  get state(): RunState {
    return this.#state
  }

  get summary(): RunSummary {
    return summariseStored(this.#file, this.#state, this.#lost)
  }

  get stored(): StoredRun {
    return { summary: this.summary, config: this.#file.config, events: [...this.#events], state: this.#state }
  }

  get config(): RunConfig {
    return this.#file.config
  }

  /**
   * Resolves when the events are in the file; then, and not before, the listeners are told of them.
   * @throws LabError 'storage' | 'busy'
   */
  append(events: readonly RunEvent[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#requireClaim()
      await this.#log.append(events)
      this.#add(events)
      // The log has them: where run.json falls behind, they are what counts.
      if (events.some(changesList)) await this.#save().catch(() => undefined)
    })
  }

  /** Tells what the disk refused to take, and offers it once more at the end. */
  tell(events: readonly RunEvent[]): void {
    for (const event of events) this.#refused.push(event)
    this.#add(events)
  }

  /** Gives a run an end whose process ended without one, or whose log lost it. */
  async mend(): Promise<void> {
    const end = missingEnd(this.#file, { events: this.#events, state: this.#state })
    if (end !== undefined) await this.append([end])
  }

  rename(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#file
      this.#file = { ...before, summary: { ...before.summary, name } }
      await this.#save().catch((cause: unknown) => {
        this.#file = before
        throw cause
      })
    })
  }

  /** Waits until all is on disk and gives the run up, whatever the disk says. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      try {
        // If there is still no room, the caller that wanted it written has been told.
        await this.#log.append(this.#refused).catch(() => undefined)
        await this.#save().finally(() => this.#log.close())
      } finally {
        await this.#claim.release()
      }
    })
  }

  #add(events: readonly RunEvent[]): void {
    const first = this.#events.length
    for (const event of events) this.#events.push(event)
    this.#state = foldRun(this.#state, events)
    this.#onEvents(first, events)
  }

  async #save(): Promise<void> {
    await this.#requireClaim()
    // What a log that lost its beginning does not tell is still in run.json.
    const { dataset = this.#file.dataset, versions } = this.#state
    await writeRunFile(this.#folder, {
      summary: this.summary,
      config: this.#file.config,
      versions: { ...this.#file.versions, ...versions },
      ...(dataset === undefined ? {} : { dataset }),
      events: this.#events.length,
      // What run.json says of the log has to be on the disk before run.json is.
      log: await this.#log.sync(),
      ...(this.#lost === undefined ? {} : { lost: this.#lost })
    })
  }

  /** @throws LabError 'storage' when the folder is gone, 'busy' when somebody took it over */
  async #requireClaim(): Promise<void> {
    if (await this.#claim.holds()) return
    const { number } = this.#file.summary
    for (let waited = 0; ; waited += removalPollMs) {
      await readRunFile(this.#folder).catch((cause: unknown) => {
        throw removed(number, this.#folder, cause)
      })
      // A folder that is being removed can lose its claim before its other files.
      if (waited >= removalMs || (await lookAtOwner(this.#folder)).kind !== 'free') break
      await wait(removalPollMs)
    }
    throw new LabError(
      'busy',
      `Another Tenfold has taken over run #${number}.`,
      'Continue it there. This Tenfold writes nothing more to it.'
    )
  }

  /** One after the other, so that an older state never replaces a newer one. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task, task)
    this.#turn = turn
    return turn
  }
}

function removed(number: number, folder: string, cause: unknown): LabError {
  return new LabError(
    'storage',
    `The folder of run #${number} was removed while it was in use: ${folder}.`,
    'What was trained is lost unless you bring the folder back. Delete runs only in Tenfold, which keeps them in the trash.',
    cause
  )
}
