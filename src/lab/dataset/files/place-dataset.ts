import { chmod, lstat, open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { makeFolder } from '../../storage/make-folder'
import { errorCode, hasErrorCode, storageError } from '../../storage/storage-error'
import { syncFile, syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'

/** Where read-only files are not known, or not for this user to set, files stay as they are. */
const readOnlyRefused = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EINVAL']

/**
 * Makes sure, before anything is downloaded, that files of these names can be put into a data set's folder. The folder
 * itself stays: it may be a link to another disk, or a mount point.
 * @returns the folder without links
 * @throws LabError 'storage'
 */
export async function preparePlace(folder: string, names: readonly string[]): Promise<string> {
  try {
    await makeFolder(folder)
    const place = await realpath(folder)
    if (!(await stat(place)).isDirectory()) throw blocked(place, 'is not a folder')
    const probe = temporaryPath(path.join(place, 'probe'))
    await writeFile(probe, '')
    await rm(probe)
    for (const name of names) await requireReplaceable(path.join(place, name))
    return place
  } catch (cause) {
    throw (await brokenLink(folder)) ?? storageError(cause, 'prepare', folder)
  }
}

/**
 * Puts files into a folder of the same disk, each in the place of the one of its name. What stood there stays until
 * that moment; a link is replaced, not followed.
 */
export async function placeFiles(from: string, folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const file = path.join(from, name)
    const handle = await open(file, 'r+')
    await syncFile(handle).finally(() => handle.close())
    await chmod(file, 0o444).catch((error: unknown) => {
      if (!hasErrorCode(error, ...readOnlyRefused)) throw error
    })
    await replace(file, path.join(folder, name))
  }
  await syncFolder(folder)
}

async function replace(file: string, target: string): Promise<void> {
  try {
    await rename(file, target)
  } catch (error) {
    // Windows does not rename onto a file that is read-only.
    if (errorCode(error) !== 'EPERM') throw error
    await rm(target, { force: true })
    await rename(file, target)
  }
}

/** A folder cannot be replaced by a file, nor can a file that is a mount point: renaming to and fro tells. */
async function requireReplaceable(file: string): Promise<void> {
  const found = await lstat(file).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined) return
  if (!found.isFile() && !found.isSymbolicLink()) throw blocked(file, 'is not an ordinary file')
  const aside = temporaryPath(file)
  await rename(file, aside)
  await rename(aside, file)
}

function blocked(place: string, why: string): LabError {
  return new LabError(
    'storage',
    `${place} ${why}, but the data set belongs there.`,
    'Move it away, or set TENFOLD_DATA to another folder.'
  )
}

/** The first link on the way to a folder that leads nowhere, as an error. */
async function brokenLink(folder: string): Promise<LabError | undefined> {
  for (let place = folder; place !== path.dirname(place); place = path.dirname(place)) {
    const target = await readlink(place).catch(() => undefined)
    if (target === undefined || (await stat(place).catch(() => undefined)) !== undefined) continue
    return new LabError(
      'storage',
      `${place} is a link to ${target}, which does not exist.`,
      'Connect that disk, create the folder, or remove the link.'
    )
  }
  return undefined
}
