import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { z } from '../../core/base/schema'
import { studyDefinition, type StudyDefinition } from '../../core/study/study-plan'
import { studyName } from '../contract/study'
import { type Claimed, lookAtOwner, type Ownership } from '../ownership/claim-entry'
import { FolderClaim, type TakeOptions } from '../ownership/folder-claim'
import type { ProcessIdentity } from '../ownership/process-identity'
import { KeptReadings } from '../storage/kept-readings'
import { makeFolder } from '../storage/make-folder'
import { readFolder } from '../storage/read-folder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { hasErrorCode, storageError } from '../storage/storage-error'
import { temporaryPath } from '../storage/temporary-path'

/** studies/<id>/study.json: what was asked for. What became of it is told by the runs, which say where they belong. */
const studyFile = z.object({
  name: studyName,
  createdAt: z.number(),
  definition: studyDefinition,
  /** Trials that somebody stopped for good. */
  skipped: z.array(z.int().min(0))
})
type StudyFile = z.infer<typeof studyFile>
/** Files without a seal have format 1; there are none of these. */
const kind = { name: 'study', format: 2, content: studyFile }

export interface StoredStudy extends StudyFile {
  readonly studyId: string
  readonly number: number
}

export interface UnreadableStudy {
  readonly studyId: string
  readonly number: number
  readonly problem: LabError
}

/** The studies of a data folder. Several processes may use it; a study is trained by one of them at a time. */
export class StudyStore {
  readonly #studies: string
  readonly #me: ProcessIdentity | undefined
  readonly #kept = new KeptReadings<StoredStudy | UnreadableStudy | undefined>()
  #turn: Promise<unknown> = Promise.resolve()

  /** @param me who claims; this process */
  constructor(dataFolder: string, me?: ProcessIdentity) {
    this.#studies = join(dataFolder, 'studies')
    this.#me = me
  }

  folder(studyId: string): string {
    return join(this.#studies, studyId)
  }

  /** The latest first. */
  async list(): Promise<readonly (StoredStudy | UnreadableStudy)[]> {
    const ids = (await readFolder(this.#studies)).filter((name) => numberOf(name) !== undefined)
    this.#kept.keepOnly(ids)
    const found = await Promise.all(
      ids.map((id) =>
        this.#kept.get(id, [fileOf(this.folder(id))], () =>
          readStudy(this.folder(id)).catch((thrown: unknown) => ({
            studyId: id,
            number: numberOf(id) ?? NaN,
            problem: LabError.from(thrown)
          }))
        )
      )
    )
    return found.flatMap((study) => study ?? []).sort((a, b) => b.number - a.number)
  }

  /** @throws LabError 'not-found' | 'data-corrupt' | 'unsupported' | 'storage' */
  async read(studyId: string): Promise<StoredStudy> {
    const study = await readStudy(this.folder(studyId))
    if (study !== undefined) return study
    throw new LabError(
      'not-found',
      'This study does not exist.',
      'It may have been deleted. Check the list of studies.'
    )
  }

  /** @param now milliseconds since 1970 @throws LabError 'storage' */
  async create(definition: StudyDefinition, now: number, name?: string): Promise<StoredStudy> {
    await makeFolder(this.#studies).catch((cause: unknown) => {
      throw storageError(cause, 'make a folder for studies', this.#studies)
    })
    const studyId = await this.#takeNumber()
    const number = numberOf(studyId) ?? NaN
    const content = { name: name ?? `Study ${number}`, createdAt: now, definition, skipped: [] }
    await writeSealedFile(fileOf(this.folder(studyId)), kind, content)
    return { studyId, number, ...content }
  }

  /** Changes its name, or what is skipped. */
  async change(studyId: string, change: (study: StoredStudy) => Partial<StudyFile>): Promise<void> {
    await this.#inTurn(async () => {
      const { studyId: _, number: __, ...content } = await this.read(studyId)
      await writeSealedFile(fileOf(this.folder(studyId)), kind, {
        ...content,
        ...change({ studyId, number: NaN, ...content })
      })
    })
  }

  /**
   * Its runs stay, and go on naming it: so that no other study gets its number, the folder of the latest one stays, empty.
   * @throws LabError 'not-found' | 'storage'
   */
  async remove(studyId: string): Promise<void> {
    const gone = temporaryPath(this.folder(studyId))
    try {
      const isLatest = (numberOf(studyId) ?? 0) >= (await this.#latestNumber())
      await rename(this.folder(studyId), gone)
      if (isLatest) await makeFolder(this.folder(studyId))
      await rm(gone, { recursive: true, force: true })
    } catch (cause) {
      if (hasErrorCode(cause, 'ENOENT')) await this.read(studyId)
      throw storageError(cause, 'remove the study', this.folder(studyId))
    }
  }

  /**
   * Takes a study for its training, until the claim is released.
   * @throws LabError 'busy' | 'storage'
   */
  async take(studyId: string, options: Pick<TakeOptions, 'evenUnknown'> = {}): Promise<FolderClaim> {
    const claim = await FolderClaim.take(this.folder(studyId), {
      ...options,
      ...(this.#me === undefined ? {} : { me: this.#me })
    })
    if (claim.kind === 'taken') return claim
    throw claimedElsewhere(numberOf(studyId) ?? NaN, claim)
  }

  owner(studyId: string): Promise<Ownership> {
    return lookAtOwner(this.folder(studyId), this.#me)
  }

  /** Numbers count up; a folder that is made can be made by one process only. */
  async #takeNumber(): Promise<string> {
    for (;;) {
      const studyId = `study-${1 + (await this.#latestNumber())}`
      try {
        await mkdir(this.folder(studyId))
        return studyId
      } catch (cause) {
        if (!hasErrorCode(cause, 'EEXIST'))
          throw storageError(cause, 'make a folder for the study', this.#studies)
      }
    }
  }

  async #latestNumber(): Promise<number> {
    const numbers = (await readFolder(this.#studies)).flatMap((name) => numberOf(name) ?? [])
    return numbers.reduce((most, number) => Math.max(most, number), 0)
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

function claimedElsewhere(number: number, { kind, process }: Claimed): LabError {
  const where = process === undefined ? '' : ` (process ${process.pid} on ${process.host})`
  return kind === 'unknown'
    ? new LabError(
        'busy',
        `Study ${number} may be in training in another Tenfold${where}; this cannot be checked from here.`,
        `Use that one. If it no longer runs, take the study over: open it in Runs > Studies, or “${ownCommand} study take-over ${number}”.`
      )
    : new LabError(
        'busy',
        `Study ${number} is in training in another Tenfold${where}.`,
        'Use that one, or close it first.'
      )
}

const fileOf = (folder: string): string => join(folder, 'study.json')

/** undefined for a folder without one: its study was being made, or removed. */
async function readStudy(folder: string): Promise<StoredStudy | undefined> {
  const studyId = basename(folder)
  const number = numberOf(studyId)
  if (number === undefined) return undefined
  const file = await readSealedFile(
    fileOf(folder),
    kind,
    () => 'Its runs are whole: see Runs. Restore the file from a backup, or delete the study.'
  )
  if (file === undefined) return undefined
  const { name, createdAt, definition, skipped } = file
  return { studyId, number, name, createdAt, definition, skipped }
}

function numberOf(studyId: string): number | undefined {
  const digits = /^study-(\d{1,9})$/.exec(studyId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
