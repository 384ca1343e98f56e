import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { readBoundedFile } from '../storage/read-bounded-file'
import { readFolder } from '../storage/read-folder'
import { mostRecordBytes } from '../storage/read-stored-file'
import { sealedText, unseal } from '../storage/sealed-file'
import { hasErrorCode } from '../storage/storage-error'
import { LifeSign, lookForSign, socketPlace } from './life-sign'
import { judgeLiveness, type Liveness } from './liveness'
import { ownIdentity, processIdentity, type ProcessIdentity } from './process-identity'

export const ownerFolder = (folder: string): string => join(folder, 'owner')

/** owner/<token>.lab.json and owner/<token>.trainer.json */
const claimFile = {
  name: 'claim',
  format: 2,
  content: z.object({
    process: processIdentity,
    /** It will be given up in a moment. */
    brief: z.boolean(),
    sign: socketPlace.optional()
  })
}

/** `alive`; or `ending`: the owner is gone, and its training process is saving what it has. */
export interface Claimed {
  readonly kind: 'alive' | 'ending' | 'unknown'
  /** Undefined where the claim cannot be read. */
  readonly process: ProcessIdentity | undefined
  /** It will be given up in a moment. */
  readonly brief: boolean
}
export type Ownership = { readonly kind: 'free' } | Claimed

export type Role = 'lab' | 'trainer'

export interface Entry {
  /** Without what comes after the last dot. */
  readonly name: string
  readonly role: Role
  readonly liveness: Liveness
  readonly process: ProcessIdentity | undefined
  readonly brief: boolean
}

export const entryFile = /^([0-9a-f]{16}\.(lab|trainer))\.(json|sock)$/

/** Who has a folder. @throws LabError 'storage' */
export async function lookAtOwner(folder: string, me?: ProcessIdentity): Promise<Ownership> {
  const { entries } = await findEntries(folder, me ?? (await ownIdentity()))
  return ownership(entries)
}

/** Claims on a folder, and files beside them that are none. */
export async function findEntries(
  folder: string,
  me: ProcessIdentity
): Promise<{ readonly entries: readonly Entry[]; readonly strays: readonly string[] }> {
  const names = await readFolder(ownerFolder(folder))
  const found = new Map<string, Role>()
  for (const file of names) {
    const [, name, role] = entryFile.exec(file) ?? []
    if (name !== undefined) found.set(name, role === 'lab' ? 'lab' : 'trainer')
  }
  const entries = await Promise.all(
    [...found].map(async ([name, role]) => ({ name, role, ...(await readEntry(folder, name, me)) }))
  )
  return { entries, strays: names.filter((file) => !entryFile.test(file)) }
}

async function readEntry(
  folder: string,
  name: string,
  me: ProcessIdentity
): Promise<Pick<Entry, 'liveness' | 'process' | 'brief'>> {
  const path = join(ownerFolder(folder), name)
  const bytes = await readClaim(`${path}.json`)
  // Given up meanwhile or half removed.
  if (bytes === undefined) return { liveness: 'dead', process: undefined, brief: false }
  const claim = bytes === 'strange' ? undefined : parseClaim(bytes.toString('utf8'), path)
  if (claim === undefined) {
    // Empty, because the power failed before the disk had it; else damaged, or of a newer version.
    const lost = bytes.length === 0 && (await lookForSign(`${path}.sock`)) !== 'raised'
    return { liveness: lost ? 'dead' : 'unknown', process: undefined, brief: false }
  }
  const { process, brief, sign } = claim
  const state = sign === undefined ? 'unclear' : await lookForSign(`${path}.sock`, sign)
  return { liveness: await judgeLiveness(process, state, me), process, brief }
}

/** @returns 'strange' for what Tenfold cannot have written: a pipe, a device, a file of many megabytes */
async function readClaim(path: string): Promise<Buffer | 'strange' | undefined> {
  return readBoundedFile(path, mostRecordBytes).catch((thrown: unknown) =>
    thrown instanceof LabError ? 'strange' : unlessMissing(thrown)
  )
}

export function ownership(entries: readonly Entry[]): Ownership {
  const first = (role: Role, liveness: Liveness): Entry | undefined =>
    entries.find((entry) => entry.role === role && entry.liveness === liveness)
  const claimed = (kind: Claimed['kind'], { process, brief }: Entry): Claimed => ({ kind, process, brief })
  const lab = first('lab', 'alive')
  if (lab !== undefined) return claimed('alive', lab)
  const trainer = first('trainer', 'alive')
  if (trainer !== undefined) return claimed('ending', trainer)
  const unknown = first('lab', 'unknown') ?? first('trainer', 'unknown')
  return unknown === undefined ? { kind: 'free' } : claimed('unknown', unknown)
}

/**
 * @param path without what comes after the last dot
 * @returns the sign, where one can be raised
 */
export async function writeEntry(
  path: string,
  process: ProcessIdentity,
  brief: boolean
): Promise<LifeSign | undefined> {
  const sign = await LifeSign.raise(`${path}.sock`)
  const content = { process, brief, ...(sign === undefined ? {} : { sign: sign.place }) }
  await writeFile(`${path}.json`, sealedText(claimFile, content, 2), { flag: 'wx' })
  return sign
}

/** The sign first: where there is no file of the claim there is no claim. */
export async function removeEntry(path: string): Promise<void> {
  await rm(`${path}.sock`, { force: true })
  await rm(`${path}.json`, { force: true })
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(unlessMissing)) !== undefined
}

export function unlessMissing(cause: unknown): undefined {
  if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR', 'ESTALE')) return undefined
  throw cause
}

/** @returns undefined for one that cannot be relied on */
function parseClaim(text: string, path: string): z.infer<typeof claimFile.content> | undefined {
  try {
    return unseal(text, path, claimFile)
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    return undefined
  }
}
