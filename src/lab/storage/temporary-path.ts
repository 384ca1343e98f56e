import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Names that begin like this are unfinished: readers of a folder pass over them. */
export const temporaryPrefix = '.tmp-'

/** A number of a process means something on its own computer, or in its own container, only. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
/** A name may be as long as the file system takes; there has to be room for what is put before it. */
const nameLength = 40

/**
 * A name that nobody else uses, in the same folder, so that a rename onto `path` never crosses disks. It tells the
 * process that uses it: should that process die, what it leaves can be told from what is being written.
 */
export function temporaryPath(path: string): string {
  const random = randomBytes(6).toString('hex')
  const name = `${temporaryPrefix}${process.pid}.${host}-${random}-${basename(path).slice(0, nameLength)}`
  return join(dirname(path), name)
}

/** What a name that `temporaryPath` gave tells of its process; undefined for any other name. */
export function temporaryOwner(name: string): { readonly pid: number; readonly here: boolean } | undefined {
  // Those of earlier versions told nothing.
  const given = /^\.tmp-(?:(\d+)\.([0-9a-f]{8})-)?[0-9a-f]{12}-/.exec(name)
  return given === null ? undefined : { pid: Number(given[1]), here: given[2] === host }
}
