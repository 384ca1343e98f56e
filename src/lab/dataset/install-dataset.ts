import { chmod, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../storage/storage-error'
import { syncFile, syncFolder } from '../storage/sync-to-disk'
import { type DatasetRecord, readRecord, recordName } from './dataset-record'
import type { DatasetManifest } from './manifest'

/**
 * Puts verified files in their place: record written, everything on the disk and read-only, and only then renamed,
 * so that nobody ever sees half a data set under its own name.
 * @param files the folder with the files; moved
 * @param aside where a broken data set that stands in the way is put
 */
export async function installDataset(
  files: string,
  folder: string,
  aside: string,
  manifest: DatasetManifest,
  record: DatasetRecord
): Promise<void> {
  await writeFile(path.join(files, recordName), `${JSON.stringify(record, undefined, 2)}\n`)
  for (const name of await readdir(files)) {
    const handle = await open(path.join(files, name), 'r+')
    await syncFile(handle).finally(() => handle.close())
    await chmod(path.join(files, name), 0o444)
  }
  await syncFolder(files)
  await moveInto(files, folder, aside, manifest)
  await syncFolder(path.dirname(folder))
}

async function moveInto(
  files: string,
  folder: string,
  aside: string,
  manifest: DatasetManifest
): Promise<void> {
  try {
    await rename(files, folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '')) throw error
    await rm(aside, { recursive: true, force: true })
    await rename(folder, aside)
    await rename(files, folder).catch(async (again: unknown) => {
      // Another process came first, with the same files, in this very moment.
      if ((await readRecord(folder, manifest)) === undefined) throw again
    })
    await rm(aside, { recursive: true, force: true })
  }
}
