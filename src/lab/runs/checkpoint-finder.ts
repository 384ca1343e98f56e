import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { modelFileName, trainingFileName, weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { formatCount } from '../../core/format/format-number'
import { differingSettings } from '../../core/settings/differing-settings'
import { LabError } from '../../core/base/lab-error'
import type { RunConfig } from '../../core/settings/run-config'
import type { RunEvent } from '../../core/run/run-event'
import type { Checkpoint } from '../../core/training/checkpoint'
import { readCheckpoint } from '../checkpoint/read-checkpoint'
import { readFolder } from '../storage/read-folder'
import { hasErrorCode, storageError } from '../storage/storage-error'
import { syncFolder } from '../storage/sync-to-disk'
import { checkpointSteps, runPaths } from './run-folder'
import type { RunStore } from './run-store'
import type { StoredRun } from './stored-run'

/** A checkpoint that cannot be used, and why. */
interface DamagedCheckpoint {
  readonly step: number
  readonly folder: string
  readonly error: LabError
}

interface FoundCheckpoint {
  /** Of the newest checkpoint that can be used. */
  readonly step: number
  /** Newer ones that cannot. */
  readonly damaged: readonly DamagedCheckpoint[]
}

/** Of a part of the disk that cannot be read any more, or of something else that took a file's place. */
const unreadable = ['EIO', 'EISDIR', 'ENOTDIR']

/** Finds the checkpoints of a run that can be used, and tells the run of those that cannot. */
export class CheckpointFinder {
  readonly #store: RunStore
  /** Folders that were read and found in order, with what their files looked like then. */
  readonly #sound = new Map<string, string>()

  constructor(store: RunStore) {
    this.#store = store
  }

  /**
   * The step of the checkpoint that is the run's result: the one that early stopping selected, or the newest that can be used.
   * @param tell the run of newer ones that cannot: each time, or once where this is asked again and again
   * @throws LabError 'not-found' when the run has no checkpoint, 'checkpoint-invalid' when none can be used or the selected
   * one cannot
   */
  async result(run: StoredRun, tell: 'each time' | 'once' = 'each time'): Promise<number> {
    const { selected } = run.state
    if (selected !== undefined) return (await this.at(run, selected.step)).position.step
    const found = await this.find(run)
    if (found === undefined) throw noCheckpoint(run)
    const { step, damaged } = found
    const known = tell === 'once' ? run.state.damagedCheckpoints.map((one) => one.step) : []
    await this.#tell(
      run,
      step,
      damaged.filter((one) => !known.includes(one.step))
    )
    return step
  }

  /**
   * One checkpoint of a run.
   * @throws LabError 'not-found' that names those there are, 'checkpoint-invalid' when it cannot be used
   */
  async at(run: StoredRun, step: number): Promise<Checkpoint> {
    const { runId, number } = run.summary
    const folder = this.#store.folder(runId)
    const steps = await checkpointSteps(folder)
    if (steps.length === 0) throw noCheckpoint(run)
    if (!steps.includes(step)) {
      throw new LabError(
        'not-found',
        `Run #${number} has no checkpoint at step ${formatCount(step)}.`,
        `Choose one of its checkpoints: ${steps.map(formatCount).join('; ')}.`
      )
    }
    const fault = await this.#fault(run, step)
    if (fault === undefined) return readCheckpoint(runPaths.checkpoint(folder, step))
    throw new LabError(
      'checkpoint-invalid',
      `The checkpoint of run #${number} at step ${formatCount(step)} is damaged. ${fault.error.message}`,
      'Choose another checkpoint. Nothing was changed.',
      fault.error
    )
  }

  /** All steps whose checkpoints can be used, in order; the run is told of the others. */
  async all(run: StoredRun): Promise<number[]> {
    const folder = this.#store.folder(run.summary.runId)
    const sound: number[] = []
    const damaged: DamagedCheckpoint[] = []
    for (const step of await checkpointSteps(folder)) {
      const fault = await this.#fault(run, step)
      if (fault === undefined) sound.push(step)
      else damaged.push(fault)
    }
    const newest = sound.at(-1)
    if (newest === undefined) throw damaged.length === 0 ? noCheckpoint(run) : noneUsable(run, damaged)
    await this.#tell(run, newest, damaged)
    return sound
  }

  /**
   * Like `latest`, without telling anybody.
   * @returns undefined for a run that never had a checkpoint
   */
  async find(run: StoredRun): Promise<FoundCheckpoint | undefined> {
    const steps = await checkpointSteps(this.#store.folder(run.summary.runId))
    const damaged: DamagedCheckpoint[] = []
    for (const step of steps.reverse()) {
      const fault = await this.#fault(run, step)
      if (fault === undefined) return { step, damaged }
      damaged.push(fault)
    }
    if (damaged.length > 0) throw noneUsable(run, damaged)
    if (hadCheckpoints(run)) throw noCheckpoint(run)
    return undefined
  }

  /**
   * Renames damaged checkpoints, so that a training that goes on does not write over them, and tells the run.
   * @param runId open in the store
   */
  async setAside(runId: string, damaged: readonly DamagedCheckpoint[]): Promise<void> {
    const folder = join(this.#store.folder(runId), 'checkpoints')
    const events: RunEvent[] = []
    try {
      for (const one of damaged) {
        const taken = new Set(await readFolder(folder))
        let name = `damaged-${one.step}`
        for (let n = 2; taken.has(name); n++) name = `damaged-${one.step}-${n}`
        await rename(one.folder, join(folder, name))
        events.push(damageEvent({ ...one, folder: join(folder, name) }))
      }
      if (damaged.length > 0) await syncFolder(folder)
    } catch (cause) {
      throw storageError(cause, 'set aside a damaged checkpoint in', folder)
    } finally {
      if (events.length > 0) await this.#store.append(runId, events)
    }
  }

  async #fault(run: StoredRun, step: number): Promise<DamagedCheckpoint | undefined> {
    const folder = runPaths.checkpoint(this.#store.folder(run.summary.runId), step)
    const look = await lookOf(folder)
    if (look !== undefined && this.#sound.get(folder) === look) return undefined
    const error = await findFault(folder, step, run.config)
    if (error !== undefined) return { step, folder, error }
    if (look !== undefined) this.#sound.set(folder, look)
    return undefined
  }

  async #tell(run: StoredRun, step: number, damaged: readonly DamagedCheckpoint[]): Promise<void> {
    const [newest] = damaged
    if (newest === undefined) return
    const { runId } = run.summary
    try {
      await this.#store.append(runId, damaged.map(damageEvent))
    } catch (cause) {
      // Using an older checkpoint without a word would pass it off as the latest.
      throw new LabError(
        newest.error.code,
        `${newest.error.message} Tenfold could not record this in the run: ${LabError.from(cause).message}`,
        `The checkpoint at step ${step} is intact: load ${runPaths.checkpoint(this.#store.folder(runId), step)}.`,
        cause
      )
    }
  }
}

function damageEvent({ step, folder, error }: DamagedCheckpoint): RunEvent {
  return { type: 'checkpointDamaged', at: Date.now(), step, folder, error: error.toData() }
}

/** Size and time of each file; undefined when one is missing. */
async function lookOf(folder: string): Promise<string | undefined> {
  try {
    const files = [modelFileName, weightsFileName, trainingFileName]
    const stats = await Promise.all(files.map((name) => stat(join(folder, name))))
    return stats.map(({ size, mtimeMs, ino }) => `${ino} ${size} ${mtimeMs}`).join()
  } catch {
    // Reading the checkpoint tells what is wrong with it.
    return undefined
  }
}

async function findFault(folder: string, step: number, config: RunConfig): Promise<LabError | undefined> {
  try {
    const checkpoint = await readCheckpoint(folder)
    const { position } = checkpoint
    if (position.step !== step) {
      return foreign(`The checkpoint in ${folder} belongs to step ${position.step}.`)
    }
    const fields = differingSettings(checkpoint.config, config)
    return fields.length === 0
      ? undefined
      : foreign(`The checkpoint in ${folder} does not have the settings of the run: ${fields.join(', ')}.`)
  } catch (thrown) {
    const error = LabError.from(thrown)
    const damaged =
      error.code === 'checkpoint-invalid' ||
      error.code === 'not-found' ||
      hasErrorCode(error.cause, ...unreadable)
    if (damaged) return error
    throw thrown
  }
}

function foreign(message: string): LabError {
  return new LabError(
    'checkpoint-invalid',
    message,
    'It was copied there from elsewhere, or run.json was changed. Restore the run from a backup.'
  )
}

function hadCheckpoints({ state }: StoredRun): boolean {
  return state.checkpoints.length + state.damagedCheckpoints.length > 0
}

function noCheckpoint(run: StoredRun): LabError {
  const { number } = run.summary
  return hadCheckpoints(run)
    ? new LabError(
        'not-found',
        `The checkpoints of run #${number} are missing.`,
        'Restore its folder from a backup, or start a new run with the same settings.'
      )
    : new LabError(
        'not-found',
        `Run #${number} has no checkpoint yet.`,
        'Train it further: Tenfold writes checkpoints at intervals, at the end of an epoch, and when the run pauses or stops.'
      )
}

function noneUsable({ summary }: StoredRun, damaged: readonly DamagedCheckpoint[]): LabError {
  const newest = damaged.reduce((a, b) => (b.step > a.step ? b : a))
  const count = damaged.length === 1 ? 'The only checkpoint' : `Each of the ${damaged.length} checkpoints`
  return new LabError(
    'checkpoint-invalid',
    `${count} of run #${summary.number} is damaged. ${newest.error.message}`,
    'Restore its folder from a backup, or start a new run with the same settings. Nothing was changed.',
    newest.error
  )
}
