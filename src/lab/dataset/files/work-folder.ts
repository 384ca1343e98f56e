import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { FolderClaim } from '../../ownership/folder-claim'
import { removeLeftovers } from '../../ownership/remove-leftovers'
import { makeFolder } from '../../storage/make-folder'
import { removeFolder } from '../../storage/remove-folder'
import { errorCode, hasErrorCode } from '../../storage/storage-error'
import { temporaryPath, temporaryPrefix } from '../../storage/temporary-path'

/**
 * The folder inside a data set's folder, and so on its disk, in which one download works, and which nobody else touches
 * meanwhile.
 */
export interface WorkFolder {
  readonly folder: string
  /** Leaves what is in it to a later download. */
  release(): Promise<void>
  remove(): Promise<void>
}

/** Takes over what an earlier download left, be it that it was stopped or that its process died; else a fresh one. */
export async function claimWorkFolder(datasetFolder: string): Promise<WorkFolder> {
  const plain = path.join(datasetFolder, `${temporaryPrefix}download`)
  await makeFolder(datasetFolder)
  await removeLeftovers([datasetFolder])
  const left = (await readdir(datasetFolder)).map((name) => path.join(datasetFolder, name))
  for (const folder of left.filter((name) => name === plain || name.startsWith(`${plain}.`))) {
    const claim = await FolderClaim.take(folder).catch((thrown: unknown) => {
      // Its download has just ended, and the folder is gone or has another name.
      if (errorCode(LabError.from(thrown).cause) === 'ENOENT') return undefined
      throw thrown
    })
    if (claim?.kind === 'taken') return workFolder(folder, plain, claim)
  }
  return makeWorkFolder(plain)
}

/** Claimed before others can see it: to them, one without a claim is what another download has left. */
async function makeWorkFolder(plain: string): Promise<WorkFolder> {
  const prepared = temporaryPath(plain)
  await mkdir(prepared)
  const claim = await FolderClaim.take(prepared)
  if (claim.kind !== 'taken') throw new Error(`${prepared} has an owner already`)
  const folder = `${plain}.${randomBytes(6).toString('hex')}`
  await rename(prepared, folder)
  claim.movedTo(folder)
  return workFolder(folder, plain, claim)
}

function workFolder(folder: string, plain: string, claim: FolderClaim): WorkFolder {
  const remove = async (): Promise<void> => {
    // All at once: nobody may take over a folder that is being emptied.
    await removeFolder(folder)
    await claim.release()
  }
  return {
    folder,
    remove,
    async release() {
      if (folder === plain) return claim.release()
      // Another download may have left its own work in the meantime; one is enough.
      if (!(await renamed(folder, plain))) return remove()
      claim.movedTo(plain)
      return claim.release()
    }
  }
}

/** @returns false when `to` is there already */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) return false
    throw error
  }
}
