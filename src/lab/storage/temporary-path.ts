import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'

/** Names that begin like this are unfinished: readers of a folder pass over them. */
export const temporaryPrefix = '.tmp-'

/** A name that nobody else uses, in the same folder, so that a rename onto `path` never crosses disks. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${temporaryPrefix}${randomBytes(6).toString('hex')}-${basename(path)}`)
}
