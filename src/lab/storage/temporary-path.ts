import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Names that begin like this are unfinished: readers of a folder pass over them. */
export const temporaryPrefix = '.tmp-'

/** Within which the number of a process means something: one start of one computer, or one container. */
const host = createHash('sha256')
  .update(hostname())
  .update(answer(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')))
  .update(answer(() => readlinkSync('/proc/self/ns/pid')))
  .digest('hex')
  .slice(0, 8)
/** A name may be as long as the file system takes; there has to be room for what is put before it. */
const shortName = (path: string): string => basename(path).slice(0, 40)

/**
 * A name that nobody else uses, in the same folder, so that a rename onto `path` never crosses disks. It tells the
 * process that uses it: should that process die, what it leaves can be told from what is being written.
 */
export function temporaryPath(path: string): string {
  const random = randomBytes(6).toString('hex')
  const name = `${temporaryPrefix}${process.pid}.${host}-${random}-${shortName(path)}`
  return join(dirname(path), name)
}

interface TemporaryOwner {
  readonly pid: number
  /** Whether `pid` means something to this process. */
  readonly here: boolean
  /** Whether it writes what is to have this path. */
  readonly writes: (path: string) => boolean
}

/** What a name that `temporaryPath` gave tells of its process; undefined for any other name. */
export function temporaryOwner(name: string): TemporaryOwner | undefined {
  // Those of earlier versions told nothing.
  const given = /^\.tmp-(?:(\d+)\.([0-9a-f]{8})-)?[0-9a-f]{12}-(.*)$/s.exec(name)
  if (given === null) return undefined
  const [, pid, place, rest] = given
  return { pid: Number(pid), here: place === host, writes: (path) => rest === shortName(path) }
}

/** What a system does not tell counts as the same everywhere. */
function answer(ask: () => string): string {
  try {
    return ask()
  } catch {
    return ''
  }
}
