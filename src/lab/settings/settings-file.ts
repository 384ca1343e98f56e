import { realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { defaultSettings } from '../contract/workbench-settings'
import { applySettingsChange, type SettingsChange } from '../contract/settings-change'
import type { LoadedSettings, SettingsStore } from '../contract/host'
import { FolderClaim } from '../ownership/folder-claim'
import { makeFolder } from '../storage/make-folder'
import { readStoredFile } from '../storage/read-stored-file'
import { addSeal, checkSeal } from '../storage/seal'
import { sha256 } from '../storage/sha256'
import { errorCode, storageError } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'
import { salvageSettings } from './salvage-settings'

/** Files of format 1 say no format, and have no seal. */
const format = 2
const header = z.object({ format: z.int().optional(), seal: z.unknown().optional() })

interface Stored extends LoadedSettings {
  /** Of a file that says something that could not be read: it is kept beside the next one. */
  readonly damaged?: string
}

/**
 * Settings in a file, which several windows and processes may share: each change is put on top of what the file holds at
 * that moment. What cannot be read of a damaged file is told, and the file is kept before another takes its place.
 */
export class SettingsFile implements SettingsStore {
  readonly #file: string
  readonly #earlier: () => unknown
  #turn: Promise<unknown> = Promise.resolve()

  /** @param earlier settings from before there was this file, not yet parsed; undefined where there are none */
  constructor(file: string, earlier: () => unknown = () => undefined) {
    this.#file = file
    this.#earlier = earlier
  }

  async load(): Promise<LoadedSettings> {
    try {
      const { settings, problem } = await this.#read()
      return problem === undefined ? { settings } : { settings, problem }
    } catch (thrown) {
      return { settings: defaultSettings, problem: LabError.from(thrown) }
    }
  }

  /** @throws LabError 'storage' */
  change(change: SettingsChange): Promise<void> {
    const turn = this.#turn.then(() => this.#change(change))
    this.#turn = turn.catch(() => undefined) // it is the caller's; the next change is not affected
    return turn
  }

  /** Reading and writing are one step among processes; not where nobody can know whether another one is at it. */
  async #change(change: SettingsChange): Promise<void> {
    const folder = path.dirname(this.#file)
    await makeFolder(folder).catch((cause: unknown) => {
      throw storageError(cause, 'write', this.#file)
    })
    const claim = await FolderClaim.take(folder, { brief: true })
    try {
      await this.#write(change)
    } finally {
      if (claim.kind === 'taken') await claim.release()
    }
  }

  async #write(change: SettingsChange): Promise<void> {
    const { settings, damaged } = await this.#read()
    if (damaged !== undefined) await this.#keepAside(damaged)
    const next = applySettingsChange(settings, change)
    const { text } = addSeal(JSON.stringify({ format, ...next }, undefined, 2))
    // People keep such files elsewhere and link to them; the link stays.
    await writeFileAtomically(await realpath(this.#file).catch(() => this.#file), `${text}\n`)
  }

  async #read(): Promise<Stored> {
    const text = (await readStoredFile(this.#file))?.toString('utf8')
    if (text === undefined) {
      const earlier = this.#earlier()
      return { settings: earlier === undefined ? defaultSettings : salvageSettings(earlier).settings }
    }
    const stored = parseJson(text)
    const { format: given, seal } = header.safeParse(stored).data ?? {}
    const { settings, lost } = salvageSettings(stored)
    if (given !== undefined && given > format) {
      return { settings, damaged: text, problem: this.#newer(text) }
    }
    // One with a seal is of a later format, whatever became of its number.
    const isEarlier = stored !== undefined && given === undefined && seal === undefined
    const intact = isEarlier || checkSeal(text) !== undefined
    if (intact && lost.length === 0) return { settings }
    return { settings, damaged: text, problem: this.#damaged(text, lost) }
  }

  async #keepAside(text: string): Promise<void> {
    const place = this.#aside(text)
    try {
      await writeFile(place, text, { flag: 'wx' })
    } catch (cause) {
      // The same file was kept before.
      if (errorCode(cause) !== 'EEXIST') throw storageError(cause, 'write', place)
    }
  }

  /** Named by its content, so that it is kept once, however often it is read. */
  #aside(text: string): string {
    const { dir, name, ext } = path.parse(this.#file)
    return path.join(dir, `${name}-${sha256(text).slice(0, 8)}${ext}`)
  }

  #damaged(text: string, lost: readonly string[]): LabError {
    const what =
      lost.length === 0
        ? 'Tenfold could still read all of it.'
        : `These settings are back at their defaults: ${lost.join(', ')}.`
    return new LabError(
      'data-corrupt',
      `The settings file is damaged, or another program changed it. ${what}`,
      `Check your settings. Before Tenfold saves the next change, it keeps a copy of the file as ${this.#aside(text)}.`
    )
  }

  #newer(text: string): LabError {
    return new LabError(
      'unsupported',
      'The settings were saved by a newer Tenfold. This version ignores those that it does not know.',
      `Update Tenfold. Before this version saves a change, it keeps a copy of the file as ${this.#aside(text)}.`
    )
  }
}

/** @returns undefined for what is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller tells of it
  }
}
