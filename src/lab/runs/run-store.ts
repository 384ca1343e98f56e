import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../core/lab-error'
import type { RunConfig } from '../../core/run-config'
import type { RunEvent } from '../../core/run-event'
import { foldRun, newRun, type RunState } from '../../core/run-state'
import type { RunSummary } from '../contract/run-summary'
import type { LabNotice } from '../host'
import { errorCode, storageError } from '../storage/storage-error'
import { syncFolder } from '../storage/sync-folder'
import { readEventLog } from './event-log'
import { type RunFile, readRunFile, writeRunFile } from './run-file'
import { readFolder, runPaths } from './run-folder'
import { isAliveElsewhere } from './run-owner'
import { RunWriter, refuseForeign } from './run-writer'
import { changesList, summarise } from './summarise'
import { unreadableRun } from './unreadable-run'

export interface StoredRun {
  readonly summary: RunSummary
  readonly config: RunConfig
  readonly events: readonly RunEvent[]
  readonly state: RunState
}

/**
 * The runs of a data folder. Several processes may use the same folder: each run is written by one of them at a time,
 * and a run whose process is gone is marked as interrupted by whoever notices first.
 */
export class RunStore {
  readonly #runs: string
  readonly #trash: string
  readonly #notify: (notice: LabNotice) => void
  readonly #writers = new Map<string, RunWriter>()
  readonly #queues = new Map<string, Promise<unknown>>()

  constructor(dataFolder: string, notify: (notice: LabNotice) => void) {
    this.#runs = join(dataFolder, 'runs')
    this.#trash = join(dataFolder, 'trash')
    this.#notify = notify
  }

  /** @throws LabError 'not-found' for what cannot be the name of a run */
  folder(runId: string): string {
    if (!/^[a-z0-9-]{1,64}$/.test(runId)) {
      throw new LabError(
        'not-found',
        'This is not the name of a run.',
        'Names look like run-14: list the runs.'
      )
    }
    return join(this.#runs, runId)
  }

  /** All runs, the latest first. One that cannot be read is listed as failed, with the reason. */
  async list(): Promise<RunSummary[]> {
    const ids = (await readFolder(this.#runs)).filter((name) => runNumber(name) !== undefined)
    const summaries = await Promise.all(ids.map((runId) => this.#summary(runId)))
    return summaries.flatMap((summary) => summary ?? []).sort((a, b) => b.number - a.number)
  }

  async #summary(runId: string): Promise<RunSummary | undefined> {
    try {
      const writer = this.#writers.get(runId)
      if (writer !== undefined) return writer.summary
      const file = await this.#inTurn(runId, () => this.#settledFile(runId))
      return file.summary
    } catch (thrown) {
      const error = LabError.from(thrown)
      // A run is being made or deleted at this moment.
      if (error.code === 'not-found') return undefined
      return unreadableRun(runId, runNumber(runId) ?? 0, error)
    }
  }

  /** Makes a run that this process writes to, until `release`. */
  async create(config: RunConfig, name?: string): Promise<string> {
    const number = await this.#claimNumber()
    const runId = `run-${number}`
    const identity = { runId, number, name: name ?? `Run ${number}`, createdAt: Date.now() }
    await writeRunFile(this.folder(runId), {
      summary: summarise(identity, config, newRun),
      config,
      versions: {}
    })
    await this.open(runId)
    this.#changed()
    return runId
  }

  /**
   * Takes a run over for writing, until `release`.
   * @throws LabError 'busy' | 'not-found' | 'unsupported' | 'data-corrupt' | 'storage'
   */
  async open(runId: string): Promise<StoredRun> {
    return this.#inTurn(runId, async () => {
      if (this.#writers.has(runId)) throw inUse(runId)
      await this.#settledFile(runId)
      const writer = await this.#openWriter(runId)
      this.#writers.set(runId, writer)
      return stored(writer)
    })
  }

  /** Gives a run up after all is on disk. */
  async release(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      const writer = this.#writers.get(runId)
      this.#writers.delete(runId)
      await writer?.close()
    })
  }

  /** Adds events to a run; one that is not open is opened for just as long. */
  async append(runId: string, events: readonly RunEvent[]): Promise<void> {
    const writer = this.#writers.get(runId)
    if (writer !== undefined) await writer.append(events)
    else await this.#briefly(runId, (opened) => opened.append(events))
  }

  async read(runId: string): Promise<StoredRun> {
    const writer = this.#writers.get(runId)
    if (writer !== undefined) return stored(writer)
    const { summary, config } = await this.#inTurn(runId, () => this.#settledFile(runId))
    const { events } = await readEventLog(runPaths.events(this.folder(runId)))
    const state = foldRun(newRun, events)
    return { summary: summarise(summary, config, state), config, events, state }
  }

  async rename(runId: string, name: string): Promise<void> {
    const writer = this.#writers.get(runId)
    if (writer !== undefined) await writer.rename(name)
    else await this.#briefly(runId, (opened) => opened.rename(name))
    this.#changed()
  }

  /** Moves a run to the trash. @throws LabError 'busy' while it is written to */
  async delete(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      if (this.#writers.has(runId)) throw inUse(runId)
      const folder = this.folder(runId)
      // A run that cannot be read any more can still be thrown away.
      const file = await readRunFile(folder).catch((thrown: unknown) => {
        if (LabError.from(thrown).code === 'not-found') throw thrown
        return undefined
      })
      if (file !== undefined) refuseForeign(file)
      await this.#move(folder, join(this.#trash, runId), 'move to the trash the run')
    })
    this.#changed()
  }

  /** Brings a run back from the trash. @throws LabError 'not-found' */
  async restore(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      const folder = this.folder(runId)
      if (!(await readFolder(this.#trash)).includes(runId)) {
        throw new LabError('not-found', `${runId} is not in the trash.`, 'Look in the list of runs.')
      }
      await this.#move(join(this.#trash, runId), folder, 'restore the run')
    })
    this.#changed()
  }

  /** Waits for what is being written; releases every run. */
  async close(): Promise<void> {
    for (const runId of [...this.#writers.keys()]) await this.release(runId)
    await Promise.allSettled(this.#queues.values())
  }

  async #move(from: string, to: string, action: string): Promise<void> {
    try {
      await mkdir(join(to, '..'), { recursive: true })
      await rename(from, to)
      await syncFolder(join(from, '..'))
      await syncFolder(join(to, '..'))
    } catch (cause) {
      throw storageError(cause, action, from)
    }
  }

  /** Numbers count up, over the trash too; making the folder decides between processes that want the same one. */
  async #claimNumber(): Promise<number> {
    try {
      await mkdir(this.#runs, { recursive: true })
      const names = [...(await readFolder(this.#runs)), ...(await readFolder(this.#trash))]
      const last = names.reduce((max, name) => Math.max(max, runNumber(name) ?? 0), 0)
      for (let number = last + 1; ; number++) {
        if (await makeFolder(this.folder(`run-${number}`))) return number
      }
    } catch (cause) {
      throw storageError(cause, 'make a run in', this.#runs)
    }
  }

  /** run.json, once a run whose process is gone is marked as interrupted. Only in the run's turn. */
  async #settledFile(runId: string): Promise<RunFile> {
    const folder = this.folder(runId)
    const file = await readRunFile(folder)
    if (file.owner === undefined || this.#writers.has(runId) || isAliveElsewhere(file.owner)) return file
    const writer = await this.#openWriter(runId)
    const { kind } = writer.state.status
    if (kind === 'new' || kind === 'training' || kind === 'paused') {
      const error = new LabError(
        'trainer-crashed',
        'Tenfold ended while this run was training.',
        'Resume the run: it goes on from its last checkpoint.'
      )
      await writer.append([
        {
          type: 'ended',
          at: Date.now(),
          step: writer.state.step,
          outcome: { kind: 'interrupted', error: error.toData() }
        }
      ])
    }
    await writer.close()
    return readRunFile(folder)
  }

  #openWriter(runId: string): Promise<RunWriter> {
    return RunWriter.open(this.folder(runId), (first, events) => {
      this.#notify({ event: 'run', data: { runId, first, events: [...events] } })
      if (events.some(changesList)) this.#changed()
    })
  }

  async #briefly(runId: string, write: (writer: RunWriter) => Promise<void>): Promise<void> {
    await this.#inTurn(runId, async () => {
      // It may have been opened while this waited for its turn.
      const open = this.#writers.get(runId)
      if (open !== undefined) return write(open)
      await this.#settledFile(runId)
      const writer = await this.#openWriter(runId)
      try {
        await write(writer)
      } finally {
        await writer.close()
      }
    })
  }

  /** One change of a run after the other. */
  #inTurn<T>(runId: string, task: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(runId) ?? Promise.resolve()
    const turn = before.then(task, task)
    this.#queues.set(runId, turn)
    return turn
  }

  #changed(): void {
    this.#notify({ event: 'runs', data: {} })
  }
}

function stored(writer: RunWriter): StoredRun {
  const { summary, config, events, state } = writer
  return { summary, config, events: [...events], state }
}

function runNumber(runId: string): number | undefined {
  const digits = /^run-(\d{1,9})$/.exec(runId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false
    throw cause
  }
}

function inUse(runId: string): LabError {
  return new LabError('busy', `${runId} is in use.`, 'Stop its training first, or wait for it to end.')
}
