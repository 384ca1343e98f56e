import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from '../../core/base/lab-error'
import { removeEmptyFolder } from '../storage/remove-empty-folder'
import { hasErrorCode, storageError } from '../storage/storage-error'
import { temporaryPath } from '../storage/temporary-path'
import {
  exists,
  findEntries,
  ownerFolder,
  ownership,
  removeEntry,
  writeEntry,
  type Claimed
} from './claim-entry'
import type { LifeSign } from './life-sign'
import { ownIdentity, type ProcessIdentity } from './process-identity'

/** How long a training process whose lab is gone may take to save, and a little more; see trainer/main.ts. */
const endingMs = 15_000
const pollMs = 100

export interface TakeOptions {
  /** Take it even where it cannot be known whether its owner lives. Only a person can say that. */
  readonly evenUnknown?: boolean
  /** For a change that is over in a moment: others wait for it. */
  readonly brief?: boolean
  readonly me?: ProcessIdentity
}

/**
 * Who owns a folder stands in `owner/` inside it: a file named by a random token for the process that has it, one more
 * for the process that trains for it, and their life signs. Two rules make it safe between any number of processes:
 *
 * - `owner/` comes with its file in it, by one rename. A folder can replace an empty one and no other: of those who try
 *   at once, one succeeds.
 * - A process that finds a dead owner removes that owner's files, by their names. It can never remove a later one's.
 */
export class FolderClaim {
  readonly kind = 'taken'
  /** Names the claim to the training process that works for it. */
  readonly token: string
  readonly #sign: LifeSign | undefined
  #folder: string

  private constructor(folder: string, token: string, sign: LifeSign | undefined) {
    this.#folder = folder
    this.token = token
    this.#sign = sign
  }

  /**
   * Takes a folder in one exclusive step, from nobody or from a dead process. One that is about to end is waited for.
   * @returns who has it, if it cannot be taken
   * @throws LabError 'storage'
   */
  static async take(folder: string, options: TakeOptions = {}): Promise<FolderClaim | Claimed> {
    const me = options.me ?? (await ownIdentity())
    const token = randomBytes(8).toString('hex')
    const prepared = temporaryPath(ownerFolder(folder))
    let sign: LifeSign | undefined
    try {
      await mkdir(prepared)
      sign = await writeEntry(join(prepared, `${token}.lab`), me, options.brief === true)
      const claimed = await occupy(folder, { prepared, token, me, evenUnknown: options.evenUnknown === true })
      if (claimed === undefined) return new FolderClaim(folder, token, sign)
      await withdraw(prepared, sign)
      return claimed
    } catch (cause) {
      await withdraw(prepared, sign)
      throw storageError(cause, 'take for writing', folder)
    }
  }

  /** Whether the folder is there, and still this claim's: somebody may have removed it, or taken it over. */
  holds(): Promise<boolean> {
    return exists(join(ownerFolder(this.#folder), `${this.token}.lab.json`))
  }

  /** After the folder was renamed. */
  movedTo(folder: string): void {
    this.#folder = folder
  }

  /** Gives the folder up. What its training process left there goes too. @throws LabError 'storage' */
  async release(): Promise<void> {
    await this.#sign?.lower()
    const owner = ownerFolder(this.#folder)
    try {
      await removeEntry(join(owner, `${this.token}.trainer`))
      await removeEntry(join(owner, `${this.token}.lab`))
      await removeEmptyFolder(owner)
    } catch (cause) {
      throw storageError(cause, 'give up', this.#folder)
    }
  }
}

interface Candidate extends Required<Pick<TakeOptions, 'me' | 'evenUnknown'>> {
  /** The folder that is to become `owner/`. */
  readonly prepared: string
  readonly token: string
}

/** @returns who has the folder, or undefined when `prepared` has become its owner */
async function occupy(
  folder: string,
  { prepared, token, me, evenUnknown }: Candidate
): Promise<Claimed | undefined> {
  for (let waited = 0; ; waited += pollMs) {
    const { entries, strays } = await findEntries(folder, me)
    const found = ownership(entries)
    if (found.kind === 'free' || (found.kind === 'unknown' && evenUnknown)) {
      for (const { name } of entries) await removeEntry(join(ownerFolder(folder), name))
      if (await replaceEmpty(prepared, ownerFolder(folder), token)) return undefined
    }
    const over = waited > endingMs
    if (over || strays.some((name) => !beingRemoved(name))) refuseStrays(folder, strays)
    if (found.kind !== 'free' && (over || !endsSoon(found, evenUnknown))) return found
    await wait(pollMs)
  }
}

function endsSoon({ kind, brief }: Claimed, evenUnknown: boolean): boolean {
  return kind === 'ending' || (kind === 'alive' && brief) || (kind === 'unknown' && evenUnknown)
}

/** What renaming a folder onto one that is there answers, on one system or another. */
const occupied = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES']

/** @returns false when there is something in `folder`, or there was */
async function replaceEmpty(prepared: string, folder: string, token: string): Promise<boolean> {
  try {
    await rename(prepared, folder)
    return true
  } catch (cause) {
    // A network file system may have done it and lost its answer.
    if (await exists(join(folder, `${token}.lab.json`))) return true
    if (!hasErrorCode(cause, ...occupied) || !(await exists(folder))) throw cause
    // Some systems replace not even an empty one.
    await removeEmptyFolder(folder)
    return false
  }
}

async function withdraw(prepared: string, sign: LifeSign | undefined): Promise<void> {
  await sign?.lower()
  // A leftover is harmless, and its name says what it is.
  await rm(prepared, { recursive: true, force: true }).catch(() => undefined)
}

/** What NFS keeps, for a moment, of a file that was removed while it was open. */
const beingRemoved = (name: string): boolean => name.startsWith('.nfs')

function refuseStrays(folder: string, strays: readonly string[]): void {
  if (strays.length === 0) return
  throw new LabError(
    'storage',
    `${ownerFolder(folder)} contains files that Tenfold did not write: ${strays.join(', ').slice(0, 200)}.`,
    'Move them away, then try again.'
  )
}
