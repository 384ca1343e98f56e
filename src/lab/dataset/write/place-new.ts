import { lstat, rename } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../../storage/storage-error'
import { syncFolder } from '../../storage/sync-to-disk'

/**
 * Gives a complete data set its folder, under an id that no other has: the one wanted, or that with a number.
 * @param folder on the disk of `datasets`, in which it goes
 * @param reserved ids that belong to data sets which may not be there yet
 * @returns the id
 */
export async function placeNew(
  folder: string,
  datasets: string,
  wanted: string,
  reserved: readonly string[]
): Promise<string> {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    const target = path.join(datasets, id)
    if (reserved.includes(id) || (await exists(target))) continue
    try {
      await rename(folder, target)
      await syncFolder(datasets)
      return id
    } catch (cause) {
      // Another process may have taken the name in this moment.
      if (!(await exists(target))) throw cause
    }
  }
}

async function exists(target: string): Promise<boolean> {
  return lstat(target).then(
    () => true,
    (cause: unknown) => {
      if (errorCode(cause) === 'ENOENT') return false
      throw cause
    }
  )
}
