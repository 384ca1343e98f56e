import { lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import type { RunSummary } from '../contract/run-summary'
import type { TrashedRun } from '../contract/trash'
import type { Ownership } from '../ownership/claim-entry'
import { isExhausted } from '../storage/storage-error'
import { readDeletionNote } from './deletion-note'
import { endedSummary } from './ended-summary'
import { readEventLog } from './event-log'
import { examineRunFolder } from './examine-run-folder'
import { isLive } from './missing-end'
import { claimedElsewhere, elsewhere, type RunClaims } from './run-claims'
import { readRunFile, type RunFile } from './run-file'
import { runNumber, runPaths } from './run-folder'
import { storedRun } from './stored-run'
import { unreadableRun } from './unreadable-run'

/**
 * What the trash shows of a run. Nothing is written: a run there keeps what it has.
 * @throws LabError 'storage' when too many files are open, which says nothing of the run
 */
export async function readTrashedRun(folder: string, claims: RunClaims): Promise<TrashedRun> {
  const runId = basename(folder)
  const number = required(runNumber(runId), 'the number of a run')
  const file = await readRunFile(folder).catch((thrown: unknown) => LabError.from(thrown))
  let bytes = 0
  let owner: Ownership = { kind: 'free' }
  let obstacle: LabError | undefined
  try {
    const examined = await examineRunFolder(folder)
    bytes = examined.bytes
    owner = await claims.owner(folder, file instanceof LabError ? undefined : file)
    obstacle = (await linkError(dirname(folder))) ?? foreignError(folder, number, examined.foreign)
    if (owner.kind !== 'free') obstacle ??= claimedElsewhere(number, owner)
  } catch (thrown) {
    obstacle = LabError.from(thrown)
  }
  const deletedAt = await readDeletionNote(folder)
  const summary = await summaryInTrash(folder, file, owner).catch((thrown: unknown) => {
    const error = LabError.from(thrown)
    if (isExhausted(error)) throw error
    return unreadableRun(runId, number, error)
  })
  return {
    // Whatever run.json says: people copy folders.
    run: { ...summary, runId, number },
    bytes,
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(obstacle === undefined ? {} : { obstacle: obstacle.toData() })
  }
}

async function summaryInTrash(
  folder: string,
  file: RunFile | LabError,
  owner: Ownership
): Promise<RunSummary> {
  if (file instanceof LabError) throw file
  const owned = owner.kind !== 'free'
  const summary = isLive(file.summary.status)
    ? storedRun(file, (await readEventLog(runPaths.events(folder), file.log)).events, owned).summary
    : await endedSummary(folder, file)
  return owned ? { ...summary, elsewhere: elsewhere(owner) } : summary
}

async function linkError(trash: string): Promise<LabError | undefined> {
  if (!(await lstat(trash)).isSymbolicLink()) return undefined
  return new LabError(
    'unsupported',
    `${trash} is a link, and Tenfold removes nothing through a link.`,
    'Remove the runs in the folder that it leads to, or replace the link with a folder.'
  )
}

function foreignError(folder: string, number: number, foreign: readonly string[]): LabError | undefined {
  if (foreign.length === 0) return undefined
  return new LabError(
    'unsupported',
    `The folder of run #${number} contains files that Tenfold did not write: ${foreign.join(', ').slice(0, 200)}.`,
    `Move them out of ${folder}, then try again.`
  )
}
