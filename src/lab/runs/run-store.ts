// Over 300 lines: everything that can be done with a run, each as one step of its claim.
import { required } from '../../core/base/required'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import type { DatasetId } from '../../core/data/dataset-id'
import type { RunConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import { foldRun, newRun } from '../../core/run/run-state'
import type { StudyPlace } from '../../core/study/study-place'
import type { NotesChange } from '../../core/run-table/notes-change'
import type { ListedRun } from '../contract/listed-run'
import type { LabNotice } from '../contract/host'
import { exists } from '../ownership/claim-entry'
import type { FolderClaim, TakeOptions } from '../ownership/folder-claim'
import type { ProcessIdentity } from '../ownership/process-identity'
import { makeFolder } from '../storage/make-folder'
import { mapAtMost } from '../storage/map-at-most'
import { readFolder } from '../storage/read-folder'
import { hasErrorCode, isExhausted, storageError } from '../storage/storage-error'
import { temporaryPath } from '../storage/temporary-path'
import { CheckpointHolds } from './checkpoint-holds'
import { deletedRun } from './deleted-run'
import { EndedRuns, listed } from './ended-runs'
import { changeRunNotes, ListedNotes } from './notes-file'
import { readEventLog, writeEventLog } from './event-log'
import { isLive } from './missing-end'
import { elsewhere, RunClaims } from './run-claims'
import { readIfWhole, readRunFile, type RunFile, writeRunFile } from './run-file'
import { highestNumber, runNumber, runPaths } from './run-folder'
import { RunTrash } from './run-trash'
import { type RunCurve, runCurve } from './run-curve'
import { RunWriter } from './run-writer'
import { StoredCurves } from './stored-curves'
import { storedRun, type StoredRun } from './stored-run'
import { changesList, summarise } from './summarise'
import { unreadableRun } from './unreadable-run'

interface NewRun {
  readonly name?: string
  readonly study?: StudyPlace
  /** That it is to be trained on. */
  readonly dataset?: DatasetId
  readonly events?: readonly RunEvent[]
  readonly fill?: (folder: string) => Promise<void>
}

interface OpenRun {
  readonly writer: RunWriter
  /** Whether one of those who use it trains it. */
  readonly training: boolean
  readonly users: number
}

/** Runs whose files are read at the same time. */
const openAtOnce = 8

/**
 * The runs of a data folder. Several processes, in containers and on other computers too, may use the same folder: each
 * run is written by one of them at a time (see ownership/), and a run whose process is gone is marked as interrupted by
 * the first process that notices. A run is in training only as long as somebody owns it, whatever its files say.
 */
export class RunStore {
  readonly checkpointHolds = new CheckpointHolds()
  readonly trash: RunTrash
  readonly #runs: string
  readonly #notify: (notice: LabNotice) => void
  readonly #claims: RunClaims
  readonly #ended = new EndedRuns()
  readonly #notes = new ListedNotes()
  readonly #curves = new StoredCurves()
  /** What runs were when everything closed. */
  readonly #closedAs = new Map<string, string>()
  readonly #open = new Map<string, OpenRun>()
  readonly #queues = new Map<string, Promise<unknown>>()

  /** @param me who writes; this process */
  constructor(dataFolder: string, notify: (notice: LabNotice) => void, me?: ProcessIdentity) {
    this.#claims = new RunClaims(me)
    this.#runs = join(dataFolder, 'runs')
    this.#notify = notify
    this.trash = new RunTrash(join(dataFolder, 'trash'), this.#runs, this.#claims, () =>
      notify({ event: 'trash', data: {} })
    )
  }

  /** @throws LabError 'not-found' for what cannot be the name of a run */
  folder(runId: string): string {
    if (!/^[a-z0-9-]{1,64}$/.test(runId)) {
      throw new LabError(
        'not-found',
        'This is not the name of a run.',
        'Names look like run-14. List the runs to see them.'
      )
    }
    return join(this.#runs, runId)
  }

  /** All runs, the latest first. One that cannot be read is listed as failed, with the reason. */
  async list(): Promise<ListedRun[]> {
    const ids = (await readFolder(this.#runs)).filter((name) => runNumber(name) !== undefined)
    this.#ended.keepOnly(ids)
    this.#notes.keepOnly(ids)
    const runs = await mapAtMost(openAtOnce, ids, (runId) => this.#listed(runId))
    return runs.flatMap((run) => run ?? []).sort((a, b) => b.number - a.number)
  }

  async #listed(runId: string): Promise<ListedRun | undefined> {
    const [run, notes] = await Promise.all([this.#withDetails(runId), this.#notes.of(this.folder(runId))])
    return run && { ...run, ...notes }
  }

  async #withDetails(runId: string): Promise<ListedRun | undefined> {
    try {
      const open = this.#open.get(runId)
      if (open !== undefined) return listed(open.writer.stored)
      return (await this.#ended.of(this.folder(runId))) ?? listed(await this.read(runId))
    } catch (thrown) {
      const error = LabError.from(thrown)
      // It was deleted at this moment.
      if (error.code === 'not-found') return undefined
      // That says nothing of the run.
      if (isExhausted(error)) throw error
      return unreadableRun(runId, required(runNumber(runId), 'the number of a run'), error)
    }
  }

  /**
   * Makes a run that this process writes to, until `release`. It appears under its number whole, or not at all.
   * @param options.events that it begins with
   * @param options.fill puts more into its folder
   */
  async create(config: RunConfig, { name, study, dataset, events = [], fill }: NewRun = {}): Promise<string> {
    const made = temporaryPath(join(this.#runs, 'run'))
    let claim: FolderClaim | undefined
    try {
      await makeRunsFolder(made)
      await fill?.(made)
      const log = await writeEventLog(runPaths.events(made), events)
      claim = await this.#claims.take(made, undefined)
      const state = foldRun(newRun, events)
      const number = await this.#number(made, (free) => {
        const identity = {
          runId: `run-${free}`,
          number: free,
          name: name ?? `Run ${free}`,
          createdAt: Date.now(),
          study,
          dataset
        }
        const summary = summarise(identity, config, state)
        const versions = { ...state.versions }
        return writeRunFile(made, { summary, config, versions, events: events.length, log })
      })
      const runId = `run-${number}`
      claim.movedTo(this.folder(runId))
      this.#open.set(runId, { writer: await this.#write(runId, claim), training: true, users: 1 })
      this.#changed()
      return runId
    } catch (thrown) {
      await rm(made, { recursive: true, force: true }).catch(() => undefined)
      await claim?.release()
      throw thrown
    }
  }

  /**
   * Takes a run for a training, until `release`: checked and taken in one step, over all processes. A run whose process
   * is gone gets its end first.
   * @throws LabError 'busy' | 'not-found' | 'unsupported' | 'data-corrupt' | 'storage'
   */
  async open(runId: string): Promise<StoredRun> {
    return this.#inTurn(runId, async () => {
      const open = this.#open.get(runId)
      if (open?.training === true) throw inUse(runId)
      const { writer, users } = open ?? (await this.#take(runId))
      this.#open.set(runId, { writer, training: true, users: users + 1 })
      return writer.stored
    })
  }

  /** Gives a run up after all is on disk. One that has no end yet gets one. */
  async release(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      const open = this.#open.get(runId)
      if (open !== undefined) await this.#leave(runId, { ...open, training: false })
    })
  }

  /** Keeps a run from everybody else, and from being deleted, for as long as a task takes that writes to it. */
  async during<T>(runId: string, task: () => Promise<T>, options: TakeOptions = {}): Promise<T> {
    await this.#inTurn(runId, async () => {
      const open = this.#open.get(runId) ?? (await this.#take(runId, options))
      this.#open.set(runId, { ...open, users: open.users + 1 })
    })
    const leave = (): Promise<void> =>
      this.#inTurn(runId, async () => {
        const open = this.#open.get(runId)
        if (open !== undefined) await this.#leave(runId, open)
      })
    const result = await task().catch(async (thrown: unknown) => {
      // The first failure is the one to tell of.
      await leave().catch(() => undefined)
      throw thrown
    })
    await leave()
    return result
  }

  /**
   * Removes a run that this process made, for good: something that failed. Not one that somebody took over since. One
   * that was released meanwhile, because everything closes, is taken again, unless somebody changed it.
   * @throws LabError 'busy' when another process has it
   */
  async discard(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      const open = this.#open.get(runId) ?? (await this.#takeUnchanged(runId))
      if (open === undefined) return
      const { writer } = open
      this.#open.delete(runId)
      const gone = temporaryPath(this.folder(runId))
      if (await writer.holdsClaim()) {
        // Moving takes no room on a disk that may be full.
        await rename(this.folder(runId), gone).catch((cause: unknown) => {
          throw storageError(cause, 'remove the run', this.folder(runId))
        })
      }
      // What it cannot write does not matter any more.
      await writer.close().catch(() => undefined)
      await rm(gone, { recursive: true, force: true })
    })
    this.#changed()
  }

  /** Names this process's claim on a run that it has open to the run's training process. */
  token(runId: string): string {
    return this.#opened(runId).token
  }

  /** Adds events to a run; one that is not open is opened for just as long. */
  async append(runId: string, events: readonly RunEvent[]): Promise<void> {
    const open = this.#open.get(runId)
    if (open !== undefined) await open.writer.append(events)
    else await this.during(runId, () => this.#opened(runId).append(events), { brief: true })
  }

  /** Tells events of an open run that the disk refused to take. */
  tell(runId: string, events: readonly RunEvent[]): void {
    this.#opened(runId).tell(events)
  }

  async read(runId: string): Promise<StoredRun> {
    return this.#inTurn(runId, async () => this.#open.get(runId)?.writer.stored ?? this.#settled(runId))
  }

  /** How some runs have got on, in their order. Of others nothing is kept in memory. @throws LabError 'storage' */
  async curves(runIds: readonly string[]): Promise<readonly RunCurve[]> {
    this.#curves.keepOnly(runIds)
    return mapAtMost(openAtOnce, runIds, async (runId) => {
      const open = this.#open.get(runId)
      return open === undefined ? this.#curves.of(this.folder(runId)) : runCurve(open.writer.stored.state)
    })
  }

  /**
   * Changes the notes of some runs, which somebody may be training meanwhile, here or elsewhere.
   * @returns the runs whose notes could not be changed, and why
   */
  async changeNotes(
    runIds: readonly string[],
    change: NotesChange
  ): Promise<{ runId: string; error: LabError }[]> {
    const failed = await mapAtMost(openAtOnce, runIds, (runId) =>
      this.#inTurn(runId, async () => {
        // Not into a folder that only remembers a number.
        if (!(await exists(runPaths.runFile(this.folder(runId))))) await this.#readRunFile(runId)
        await changeRunNotes(this.folder(runId), change)
      }).then(
        () => [],
        (thrown: unknown) => [{ runId, error: LabError.from(thrown) }]
      )
    )
    this.#changed()
    return failed.flat()
  }

  async rename(runId: string, name: string): Promise<void> {
    await this.during(runId, () => this.#opened(runId).rename(name), { brief: true })
    this.#changed()
  }

  /**
   * Takes a run, in the trash or not, from a process of which it cannot be known whether it lives, because a person
   * knows that it does not.
   * @throws LabError 'busy' when it does
   */
  async takeOver(runId: string): Promise<void> {
    const options = { evenUnknown: true, brief: true }
    await this.#inTurn(runId, async () => {
      if (this.#open.has(runId)) throw inUse(runId)
      if (await exists(runPaths.runFile(this.folder(runId))))
        await this.#leave(runId, await this.#take(runId, options))
      else await this.trash.takeOver(runId)
    })
    this.#changed()
  }

  /** Moves a run to the trash. @throws LabError 'busy' while it is written to */
  async delete(runId: string): Promise<void> {
    await this.#inTurn(runId, async () => {
      if (this.#open.has(runId)) throw inUse(runId)
      const folder = this.folder(runId)
      if (!(await exists(folder))) await this.#readRunFile(runId)
      const file = await readIfWhole(folder)
      if (file !== undefined && isLive(file.summary.status)) await this.#settled(runId)
      await this.trash.put(runId)
    })
    this.#changed()
  }

  /** Brings a run back from the trash. @throws LabError 'not-found' */
  async restore(runId: string): Promise<void> {
    await this.#inTurn(runId, () => this.trash.restore(runId))
    this.#changed()
  }

  /** Waits for what is being written; releases every run. */
  async close(): Promise<void> {
    for (const [runId, open] of this.#open) {
      const leave = async (): Promise<void> => {
        await this.#leave(runId, { ...open, users: 1 })
        this.#closedAs.set(runId, JSON.stringify(open.writer.stored.summary))
      }
      void this.#inTurn(runId, leave).catch(() => undefined)
    }
    // What fails because everything closes may have something to undo.
    for (let waited: Promise<unknown>[] = []; ;) {
      const turns = [...this.#queues.values()]
      if (turns.every((turn) => waited.includes(turn))) return
      await Promise.allSettled(turns)
      await new Promise((resolve) => setImmediate(resolve))
      waited = turns
    }
  }

  /**
   * Puts a run where it belongs, under the next number: they count up, over the trash too. A folder can take the place
   * of none that has anything in it, which decides between processes that want the same number.
   */
  async #number(made: string, write: (number: number) => Promise<void>): Promise<number> {
    for (;;) {
      const names = [...(await readFolder(this.#runs)), ...(await this.trash.names())]
      const number = 1 + highestNumber(names)
      await write(number)
      const folder = this.folder(`run-${number}`)
      if (!(await renamed(made, folder))) continue
      // Made and deleted by somebody else since the numbers were read.
      if (!(await this.trash.names()).includes(`run-${number}`)) return number
      await rename(folder, made)
    }
  }

  /** @throws LabError as `readRunFile`; 'not-found' says so where the run was deleted */
  async #readRunFile(runId: string): Promise<RunFile> {
    try {
      return await readRunFile(this.folder(runId))
    } catch (thrown) {
      const number = runNumber(runId)
      const isMissing = LabError.from(thrown).code === 'not-found'
      throw isMissing && number !== undefined && (await this.trash.holds(runId)) ? deletedRun(number) : thrown
    }
  }

  /** What the files of a run that is not open here tell. Nobody's run that has no end gets one. */
  async #settled(runId: string): Promise<StoredRun> {
    const folder = this.folder(runId)
    const file = await this.#readRunFile(runId)
    const { events } = await readEventLog(runPaths.events(folder), file.log)
    const run = storedRun(file, events, true)
    if (!isLive(run.summary.status) && !isLive(run.state.status)) return run
    const owner = await this.#claims.owner(folder, file)
    if (owner.kind !== 'free') {
      return { ...run, summary: { ...run.summary, elsewhere: elsewhere(owner) } }
    }
    return (await this.#mended(runId)) ?? storedRun(file, events, false)
  }

  /** Undefined where the disk takes nothing, or somebody else was faster. */
  async #mended(runId: string): Promise<StoredRun | undefined> {
    try {
      const { writer } = await this.#take(runId, { brief: true })
      const run = writer.stored
      await writer.close()
      return run
    } catch (thrown) {
      const error = LabError.from(thrown)
      if (error.code === 'storage' || error.code === 'busy') return undefined
      throw error
    }
  }

  /** A writer of a run, with a claim, that nobody uses yet; the run has an end. Only in the run's turn. */
  async #take(runId: string, options: TakeOptions = {}): Promise<OpenRun> {
    const folder = this.folder(runId)
    const claim = await this.#claims.take(folder, await this.#readRunFile(runId), options)
    const writer = await this.#write(runId, claim)
    try {
      await writer.mend()
    } catch (thrown) {
      await writer.close().catch(() => undefined)
      throw thrown
    }
    return { writer, training: false, users: 0 }
  }

  /** undefined where it is no longer what it was when everything closed */
  async #takeUnchanged(runId: string): Promise<OpenRun | undefined> {
    const taken = await this.#take(runId)
    if (JSON.stringify(taken.writer.stored.summary) === this.#closedAs.get(runId)) return taken
    await taken.writer.close()
    return undefined
  }

  async #write(runId: string, claim: FolderClaim): Promise<RunWriter> {
    try {
      return await RunWriter.open(this.folder(runId), claim, (first, events) => {
        this.#notify({ event: 'run', data: { runId, first, events: [...events] } })
        if (events.some(changesList)) this.#changed()
      })
    } catch (thrown) {
      await claim.release()
      throw thrown
    }
  }

  async #leave(runId: string, { writer, training, users }: OpenRun): Promise<void> {
    if (users > 1) {
      this.#open.set(runId, { writer, training, users: users - 1 })
      return
    }
    this.#open.delete(runId)
    try {
      await writer.mend()
    } finally {
      await writer.close()
    }
  }

  #opened(runId: string): RunWriter {
    const open = this.#open.get(runId)
    if (open === undefined) throw new Error(`${runId} is not open`)
    return open.writer
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

async function makeRunsFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw storageError(cause, 'make a run in', dirname(folder))
  })
}

/** @returns false when there is something in `to` */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES') && (await exists(to))) return false
    throw storageError(cause, 'make a run in', dirname(to))
  }
}

function inUse(runId: string): LabError {
  return new LabError('busy', `${runId} is in use.`, 'Stop its training first, or wait for it to end.')
}
