import { ownCommand } from '../../core/base/own-command'
import type { Stats } from 'node:fs'
import { lstat, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import type { Removal, Trash, TrashedRun } from '../contract/trash'
import { exists, unlessMissing } from '../ownership/claim-entry'
import type { FolderClaim } from '../ownership/folder-claim'
import { makeFolder } from '../storage/make-folder'
import { mapAtMost } from '../storage/map-at-most'
import { readFolder } from '../storage/read-folder'
import { removeEmptyFolder } from '../storage/remove-empty-folder'
import { removeFolder } from '../storage/remove-folder'
import { errorCode, isFull, storageError } from '../storage/storage-error'
import { syncFolder } from '../storage/sync-to-disk'
import { temporaryPrefix } from '../storage/temporary-path'
import { removeDeletionNote, writeDeletionNote } from './deletion-note'
import type { RunClaims } from './run-claims'
import { readIfWhole } from './run-file'
import { highestNumber, isLitter, runNumber, runPaths } from './run-folder'
import { readTrashedRun } from './trashed-run'

/** Runs that are looked at at the same time. */
const lookAtOnce = 8

/**
 * The deleted runs of a data folder. A run comes here, goes back and leaves for good by one rename each, and of several
 * attempts at once one succeeds: what was restored is never removed, and what is being removed never comes back.
 */
export class RunTrash {
  readonly #folder: string
  readonly #runs: string
  readonly #claims: RunClaims
  readonly #onChange: () => void

  /** @param runs the folder where runs are that are not deleted */
  constructor(folder: string, runs: string, claims: RunClaims, onChange: () => void) {
    this.#folder = folder
    this.#runs = runs
    this.#claims = claims
    this.#onChange = onChange
  }

  /** Of everything in it. */
  names(): Promise<string[]> {
    return readFolder(this.#folder)
  }

  async holds(runId: string): Promise<boolean> {
    const stats = await lstat(this.#path(runId)).catch(unlessMissing)
    return stats !== undefined && foreignKind(runId, stats) === undefined
  }

  async list(): Promise<Trash> {
    const names = (await this.names()).filter((name) => !name.startsWith(temporaryPrefix) && !isLitter(name))
    const found = await mapAtMost(lookAtOnce, names, (name) => this.#look(name))
    return {
      runs: found
        .flatMap((one) => (one?.kind === 'run' ? [one.run] : []))
        .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0) || b.run.number - a.run.number),
      foreign: found.flatMap((one) => (one?.kind === 'foreign' ? [{ name: one.name, what: one.what }] : []))
    }
  }

  /** Moves a run here. Only in the run's turn. @throws LabError 'busy' | 'storage' */
  async put(runId: string): Promise<void> {
    const claim = await this.#move(join(this.#runs, runId), this.#path(runId), 'move to the trash the run')
    await writeDeletionNote(this.#path(runId))
    await claim.release()
    this.#onChange()
  }

  /** Brings a run back. Only in the run's turn. @throws LabError 'not-found' | 'busy' | 'storage' */
  async restore(runId: string): Promise<void> {
    const from = await this.#require(runId)
    const to = join(this.#runs, runId)
    const claim = await this.#move(from, to, 'restore the run').catch(async (thrown: unknown) => {
      // Somebody else was faster.
      throw (await exists(from)) ? thrown : await this.#missing(runId)
    })
    await removeDeletionNote(to)
    await claim.release()
    this.#onChange()
  }

  /** Frees a run from a process of which it cannot be known whether it lives. @throws LabError 'not-found' | 'busy' */
  async takeOver(runId: string): Promise<void> {
    const folder = await this.#require(runId)
    const options = { evenUnknown: true, brief: true }
    await (await this.#claims.take(folder, await readIfWhole(folder), options)).release()
    this.#onChange()
  }

  /**
   * Removes runs for good, each whole or, where something is in the way, not at all. Nothing else in the trash is
   * touched.
   */
  async remove(runIds: readonly string[]): Promise<Removal> {
    const removed: string[] = []
    const kept: Removal['kept'] = []
    let bytes = 0
    // Of those that go, only the highest number may have to be kept.
    for (const runId of [...new Set(runIds)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
      try {
        bytes += await this.#removeOne(runId)
        removed.push(runId)
      } catch (thrown) {
        kept.push({ runId, error: LabError.from(thrown).toData() })
      }
    }
    if (removed.length > 0) this.#onChange()
    return { removed, bytes, kept }
  }

  /** @returns the bytes that it took */
  async #removeOne(runId: string): Promise<number> {
    const folder = await this.#require(runId)
    const found = await readTrashedRun(folder, this.#claims)
    if (found.obstacle !== undefined) throw LabError.fromData(found.obstacle)
    // Before, so that nobody is given its number meanwhile; a full disk has room for that only afterwards.
    const full = await this.#keepNumber(found.run.number).then(
      () => false,
      (thrown: unknown) => {
        if (isFull(LabError.from(thrown))) return true
        throw thrown
      }
    )
    await removeFolder(folder).catch(async (thrown: unknown) => {
      // Somebody else restored or removed it at this moment.
      throw errorCode(LabError.from(thrown).cause) === 'ENOENT' ? await this.#missing(runId) : thrown
    })
    // Should there still be no room, the number may be given again: the run itself is gone as it should be.
    if (full) await this.#keepNumber(found.run.number).catch(() => undefined)
    return found.bytes
  }

  /** A number that was seen never means another run: an empty folder among the runs keeps the highest one. */
  async #keepNumber(number: number): Promise<void> {
    const runs = await readFolder(this.#runs)
    const isHighest = number >= highestNumber([...runs, ...(await this.names())])
    const highest = isHighest ? number : highestNumber(runs)
    try {
      if (isHighest) await makeFolder(join(this.#runs, `run-${number}`))
      // Those that kept a lower number are not needed any more. None is a run in the making: that takes its place whole.
      for (const name of runs) {
        if ((runNumber(name) ?? highest) < highest) await removeEmptyFolder(join(this.#runs, name))
      }
    } catch (cause) {
      throw storageError(cause, 'keep the number of a run in', this.#runs)
    }
  }

  async #look(name: string): Promise<Found | undefined> {
    const path = this.#path(name)
    const stats = await lstat(path).catch(unlessMissing)
    if (stats === undefined) return undefined
    const what = foreignKind(name, stats)
    if (what !== undefined) return { kind: 'foreign', name, what }
    const run = await readTrashedRun(path, this.#claims)
    // Unless it was restored or removed at this moment.
    return (await exists(path)) ? { kind: 'run', run } : undefined
  }

  /**
   * Nobody else can begin to write to a run while it moves.
   * @returns the claim on the run in its new place
   */
  async #move(from: string, to: string, action: string): Promise<FolderClaim> {
    const claim = await this.#claims.take(from, await readIfWhole(from), { brief: true })
    try {
      await makeFolder(dirname(to))
      await removeEmptyFolder(to)
      await rename(from, to)
      claim.movedTo(to)
      await syncFolder(dirname(from))
      await syncFolder(dirname(to))
      return claim
    } catch (cause) {
      // The first failure is the one to tell of.
      await claim.release().catch(() => undefined)
      throw storageError(cause, action, from)
    }
  }

  /** @returns its folder. @throws LabError 'not-found' */
  async #require(runId: string): Promise<string> {
    if (!(await this.holds(runId))) throw await this.#missing(runId)
    return this.#path(runId)
  }

  async #missing(runId: string): Promise<LabError> {
    const isBack = await exists(runPaths.runFile(join(this.#runs, runId)))
    return new LabError(
      'not-found',
      isBack ? `${runId} is not in the trash: it is in the list of runs.` : `${runId} is not in the trash.`,
      isBack
        ? 'Only deleted runs can be restored or removed for good.'
        : `Open the trash in Runs, or list it with “${ownCommand} runs trash”.`
    )
  }

  #path(runId: string): string {
    return join(this.#folder, runId)
  }
}

type Found =
  | { readonly kind: 'run'; readonly run: TrashedRun }
  | { readonly kind: 'foreign'; readonly name: string; readonly what: string }

/** @returns what it is, if it is not the folder of a run */
function foreignKind(name: string, stats: Stats): string | undefined {
  if (stats.isSymbolicLink()) return 'a link'
  if (!stats.isDirectory()) return 'a file'
  return runNumber(name) === undefined ? 'a folder that is not a run' : undefined
}
