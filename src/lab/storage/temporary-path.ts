import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { errorCode } from './storage-error'

/** Names that begin like this are unfinished: readers of a folder pass over them. */
export const temporaryPrefix = '.tmp-'

/** A number of a process means something on its own computer, or in its own container, only. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
/** A name may be as long as the file system takes; there has to be room for what is put before it. */
const nameLength = 40
const dayMs = 86_400_000

/**
 * A name that nobody else uses, in the same folder, so that a rename onto `path` never crosses disks. It tells the
 * process that uses it: should that process die, what it leaves can be told from what is being written.
 */
export function temporaryPath(path: string): string {
  const random = randomBytes(6).toString('hex')
  const name = `${temporaryPrefix}${process.pid}.${host}-${random}-${basename(path).slice(0, nameLength)}`
  return join(dirname(path), name)
}

/**
 * Whether a name is one that `temporaryPath` gave to a process that is gone. Of another computer's processes, and of
 * versions whose names did not tell it, nothing is known: what they left counts as given up after a day.
 */
export function isLeftover(name: string, ageMs: number): boolean {
  const given = /^\.tmp-(?:(\d+)\.([0-9a-f]{8})-)?[0-9a-f]{12}-/.exec(name)
  if (given === null) return false
  const [, pid, where] = given
  return where === host ? !isAlive(Number(pid)) : ageMs > dayMs
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // Any other refusal means that it exists and belongs to somebody else.
    return errorCode(cause) !== 'ESRCH'
  }
}
