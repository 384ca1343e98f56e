import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { FolderClaim } from '../ownership/folder-claim'
import { makeFolder } from '../storage/make-folder'
import { errorCode } from '../storage/storage-error'
import { temporaryPrefix } from '../storage/temporary-path'

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
  const left = (await readdir(datasetFolder)).map((name) => path.join(datasetFolder, name))
  for (const folder of left.filter((name) => name === plain || name.startsWith(`${plain}.`))) {
    const claim = await FolderClaim.take(folder)
    if (claim.kind === 'taken') return workFolder(folder, plain, claim)
  }
  const folder = `${plain}.${randomBytes(6).toString('hex')}`
  await mkdir(folder)
  const claim = await FolderClaim.take(folder)
  // Somebody else was faster to look for what is left over.
  return claim.kind === 'taken' ? workFolder(folder, plain, claim) : claimWorkFolder(datasetFolder)
}

function workFolder(folder: string, plain: string, claim: FolderClaim): WorkFolder {
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true })
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
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}
