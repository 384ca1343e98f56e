import { createWriteStream } from 'node:fs'
import { lstat, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { removeUnfinished } from '../../ownership/remove-unfinished'
import { makeFolder } from '../../storage/make-folder'
import { errorCode } from '../../storage/storage-error'
import { syncFile, syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import { alreadyThere, type ExportJob, exportCancelled } from './export-job'
import { packArchive } from './pack-archive'

/**
 * Writes a data set as one file. Whole or not at all.
 * @throws LabError 'invalid-input' where something is there already, 'cancelled', 'data-corrupt', 'storage'; Node's own error for the disk's
 */
export async function exportArchive(job: ExportJob): Promise<void> {
  const { dataFiles, target, signal, onProgress } = job
  await requireFree(job)
  await makeFolder(path.dirname(target))
  const temporary = temporaryPath(target)
  try {
    const packed = await packArchive(dataFiles)
    await packed.writeTo(createWriteStream(temporary, { flags: 'wx' }), signal, onProgress)
    const handle = await open(temporary, 'r+')
    await syncFile(handle).finally(() => handle.close())
    await requireFree(job)
    await rename(temporary, target)
    await syncFolder(path.dirname(target))
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw signal.aborted ? exportCancelled() : cause
  }
  await removeUnfinished(target)
}

async function requireFree({ target, replace = false }: ExportJob): Promise<void> {
  const found = await lstat(target).catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw cause
  })
  if (found !== undefined && !(replace && found.isFile())) throw alreadyThere(target, 'is already there')
}
