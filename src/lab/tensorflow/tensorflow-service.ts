import { rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import type { TensorflowNotice, TensorflowSource, TensorflowStatus } from '../contract/tensorflow-status'
import type { Environment } from '../download/proxy-for'
import { hasErrorCode, storageError } from '../storage/storage-error'
import { removeBindings } from './binding-folder'
import { inspectInstallation } from './inspect-installation'
import {
  installationFile,
  readInstallation,
  type TensorflowInstallation,
  writeInstallation
} from './installation'
import { prepareBinding } from './prepare-binding'
import { readTensorflowLibrary, type TensorflowLibrary } from './tensorflow-library'

export interface TensorflowServiceOptions {
  /** `<data folder>/tensorflow`. */
  readonly folder: string
  readonly environment: Environment
  /**
   * Trains a step with the binding in a process of its own and compares it with the reference loops.
   * @returns the device, for people
   * @throws LabError what went wrong, or 'trainer-crashed'
   */
  readonly verify: (environment: Environment, signal: AbortSignal) => Promise<string>
}

/** Characters of the log that are kept. */
const logLength = 20_000
/** How often a log that grows is told, ms. */
const tellMs = 250

/** The TensorFlow library of one data folder: whether it is there, and how it gets there. */
export class TensorflowService {
  readonly #options: TensorflowServiceOptions
  readonly #listeners = new Set<(notice: TensorflowNotice) => void>()
  #telling: NodeJS.Timeout | undefined
  #status: TensorflowStatus = { state: 'absent' }
  #installation: TensorflowInstallation | undefined
  #job: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined
  #log = ''

  private constructor(options: TensorflowServiceOptions) {
    this.#options = options
  }

  /** Finds again what was set up before. */
  static async open(options: TensorflowServiceOptions): Promise<TensorflowService> {
    const service = new TensorflowService(options)
    await service.refresh()
    return service
  }

  status(): TensorflowStatus {
    return this.#status
  }

  /** The Python packages' TensorFlow that it was built for, while that is there. */
  async library(): Promise<TensorflowLibrary | undefined> {
    const folder = this.#installation?.library?.folder
    return folder === undefined ? undefined : readTensorflowLibrary(folder).catch(() => undefined)
  }

  /** Status, and what compiler, npm and verification said in the last installation. */
  notice(): TensorflowNotice {
    return { status: this.#status, log: this.#log }
  }

  /** @returns how to unsubscribe */
  onChange(listener: (notice: TensorflowNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Looks again: whether the binding is there, and whether its TensorFlow is still the one it was built for. */
  async refresh(): Promise<TensorflowStatus> {
    if (this.#job !== undefined) return this.#status
    try {
      this.#installation = await readInstallation(this.#options.folder)
    } catch (thrown) {
      this.#installation = undefined
      this.#publish({ state: 'failed', error: LabError.from(thrown).toData() })
      return this.#status
    }
    this.#publish(
      this.#installation === undefined ? { state: 'absent' } : await inspectInstallation(this.#installation)
    )
    return this.#status
  }

  /** Like `refresh`, but a failure stays to be read until the next attempt. */
  async look(): Promise<TensorflowStatus> {
    const failed = this.#status.state === 'failed' && this.#status.error.code !== 'cancelled'
    return failed ? this.#status : this.refresh()
  }

  /**
   * Starts to set TensorFlow up; what was there before stays until the new one is verified. The status tells how it ends.
   * @throws LabError 'busy'
   */
  begin(source: TensorflowSource): void {
    if (this.#job !== undefined) {
      throw new LabError('busy', 'TensorFlow is already being set up.', 'Wait for it to end, or cancel it.')
    }
    const abort = new AbortController()
    const ended = this.#run(source, abort.signal)
    this.#job = { abort, ended }
    // The caller of `install` is told.
    ended.catch(() => undefined)
  }

  /**
   * Sets TensorFlow up and verifies it.
   * @throws LabError 'busy' and whatever went wrong; the status says it too
   */
  async install(source: TensorflowSource): Promise<void> {
    this.begin(source)
    await this.#job?.ended
  }

  /** Starts to build again when TensorFlow changed since; does nothing otherwise. */
  beginRenewal(): void {
    const library = this.#installation?.library
    if (this.#job === undefined && this.#status.state === 'outdated' && library !== undefined) {
      this.begin({ kind: 'python', place: library.folder })
    }
  }

  /**
   * Looks whether TensorFlow changed, and if so builds again; waits for an installation under way.
   * @throws LabError what went wrong
   */
  async renew(): Promise<void> {
    await this.refresh()
    this.beginRenewal()
    await this.#job?.ended
  }

  /** Ends an installation under way, and resolves when it has ended. */
  async cancel(): Promise<void> {
    this.#job?.abort.abort()
    await this.#job?.ended.catch(() => undefined)
  }

  /** Deletes what was built or downloaded; TensorFlow itself and files that the user named stay. */
  async remove(): Promise<void> {
    await this.cancel()
    const { folder } = this.#options
    try {
      await removeBindings(folder)
      await rm(path.join(folder, installationFile), { force: true })
    } catch (cause) {
      throw storageError(cause, 'remove', folder)
    }
    // What somebody else put there stays, and so does a disk of its own.
    await rmdir(folder).catch((cause: unknown) => {
      const stays = hasErrorCode(cause, 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'ENOENT')
      if (!stays) throw storageError(cause, 'remove', folder)
    })
    this.#installation = undefined
    this.#publish({ state: 'absent' })
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    clearTimeout(this.#telling)
    await this.cancel()
  }

  async #run(source: TensorflowSource, signal: AbortSignal): Promise<void> {
    const { folder, environment } = this.#options
    this.#log = ''
    try {
      const found = await prepareBinding(source, {
        folder,
        environment,
        signal,
        onStage: (stage) => this.#publish({ state: 'installing', stage }),
        onLog: (text) => this.#write(text)
      })
      this.#publish({ state: 'installing', stage: 'verifying' })
      const description = await this.#options.verify(environmentOf(found), signal)
      this.#write(`${description}\n`)
      if (signal.aborted) throw cancelled()
      this.#installation = { ...found, description }
      await writeInstallation(folder, this.#installation)
      await removeBindings(folder, found.binding)
      this.#publish({ state: 'ready', description, binding: found.binding })
    } catch (thrown) {
      const error = signal.aborted ? cancelled() : LabError.from(thrown)
      this.#write(`${error.message}\n`)
      // A download that failed may have left hundreds of megabytes.
      await removeBindings(folder, this.#installation?.binding)
      this.#publish({ state: 'failed', error: error.toData() })
      throw error
    } finally {
      this.#job = undefined
    }
  }

  #write(text: string): void {
    this.#log = (this.#log + text).slice(-logLength)
    this.#telling ??= setTimeout(() => this.#tell(), tellMs)
  }

  #publish(status: TensorflowStatus): void {
    this.#status = status
    this.#tell()
  }

  #tell(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    const notice = { status: this.#status, log: this.#log }
    for (const listener of this.#listeners) listener(notice)
  }
}

function cancelled(): LabError {
  return new LabError(
    'cancelled',
    'The set-up of TensorFlow was cancelled.',
    'You can start it again at any time; what was set up before is still there.'
  )
}

function environmentOf({ binding, library }: TensorflowInstallation): Environment {
  return {
    TENFOLD_TENSORFLOW: binding,
    ...(library !== undefined && { TENFOLD_TENSORFLOW_CUDA: library.cuda })
  }
}
