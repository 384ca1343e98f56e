import { access, readdir, rm, rmdir } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { assertNever } from '../../core/base/assert-never'
import { LabError } from '../../core/base/lab-error'
import type { TensorflowNotice, TensorflowSource, TensorflowStatus } from '../contract/tensorflow-status'
import type { Environment } from '../download/proxy-for'
import { hasErrorCode, storageError } from '../storage/storage-error'
import { userPath } from '../storage/user-path'
import { buildBinding } from './build-binding'
import { downloadPackage } from './download-package'
import { fetchSources, sourcesVersion } from './fetch-sources'
import { discoverTensorflow, tensorflowAt } from './find-python'
import {
  installationFile,
  readInstallation,
  type TensorflowInstallation,
  writeInstallation
} from './installation'
import { readTensorflowLibrary, type TensorflowLibrary } from './tensorflow-library'
import { makeFolder } from '../storage/make-folder'

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

/** How long npm may take for 240 kB, and for the package with its download. */
const fetchMs = 60_000
const downloadMs = 600_000
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
    this.#publish(this.#installation === undefined ? { state: 'absent' } : await inspect(this.#installation))
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
      throw new LabError('busy', 'TensorFlow is being set up already.', 'Wait for it to end, or cancel it.')
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
      await this.#removeAllBut(undefined)
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
    this.#log = ''
    try {
      const found = await this.#prepare(source, signal)
      this.#publish({ state: 'installing', stage: 'verifying' })
      const description = await this.#options.verify(environmentOf(found), signal)
      this.#write(`${description}\n`)
      if (signal.aborted) throw cancelled()
      this.#installation = { ...found, description }
      await writeInstallation(this.#options.folder, this.#installation)
      await this.#removeAllBut(found.binding)
      this.#publish({ state: 'ready', description, binding: found.binding })
    } catch (thrown) {
      const error = signal.aborted ? cancelled() : LabError.from(thrown)
      this.#write(`${error.message}\n`)
      // A download that failed may have left hundreds of megabytes.
      await this.#removeAllBut(this.#installation?.binding)
      this.#publish({ state: 'failed', error: error.toData() })
      throw error
    } finally {
      this.#job = undefined
    }
  }

  async #prepare(source: TensorflowSource, signal: AbortSignal): Promise<TensorflowInstallation> {
    const { folder, environment } = this.#options
    const found = { source: source.kind, description: '' }
    this.#publish({ state: 'installing', stage: 'looking' })
    switch (source.kind) {
      case 'python': {
        const library =
          source.place === undefined
            ? await discoverTensorflow(environment)
            : await tensorflowAt(userPath(source.place))
        const binding = await this.#build(library, signal)
        const { folder: place, version, cuda, fingerprint } = library
        return {
          ...found,
          binding,
          library: { folder: place, version, cuda, fingerprint },
          sources: sourcesVersion
        }
      }
      case 'package': {
        this.#publish({ state: 'installing', stage: 'fetching' })
        const place = path.join(folder, `package-${source.device}`)
        const instead = 'Build the binding for a Python environment instead.'
        const onOutput = (text: string): void => this.#write(text)
        const call = { signal, environment, timeoutMs: downloadMs, instead, onOutput }
        return { ...found, binding: await downloadPackage(place, source.device, call) }
      }
      case 'file': {
        const file = path.resolve(userPath(source.path))
        await access(file).catch((cause: unknown) => {
          throw new LabError(
            'not-found',
            `There is no ${file}.`,
            'Name a tfjs_binding.node: it lies in lib/napi-v8 of an installed @tensorflow/tfjs-node-gpu.',
            cause
          )
        })
        return { ...found, binding: file }
      }
      default:
        return assertNever(source)
    }
  }

  async #build(library: TensorflowLibrary, signal: AbortSignal): Promise<string> {
    const { folder, environment } = this.#options
    const place = path.join(folder, keyOf(library))
    const output = path.join(place, 'tfjs_binding.node')
    const sources = path.join(place, 'sources')
    await makeFolder(place)
    this.#publish({ state: 'installing', stage: 'fetching' })
    this.#write(`TensorFlow ${library.version} in ${library.folder}\n${sourcesVersion}\n`)
    await fetchSources(sources, {
      signal,
      environment,
      timeoutMs: fetchMs,
      instead: 'Install Node with npm, or name a binding that is there already.'
    })
    this.#publish({ state: 'installing', stage: 'compiling' })
    const onLog = (text: string): void => this.#write(text)
    await buildBinding({ sources, library, output, environment, signal, onLog })
    return output
  }

  /** What was built or downloaded, each in a folder of its own, goes, but for the folder of this binding. */
  async #removeAllBut(binding: string | undefined): Promise<void> {
    const { folder } = this.#options
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(folder, entry.name)
      const isOurs = entry.isDirectory() && ownFolder.test(entry.name)
      if (isOurs && binding?.startsWith(place + path.sep) !== true) {
        await rm(place, { recursive: true, force: true })
      }
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

/** Another TensorFlow, other sources, another kind of computer: another folder. */
/** What `keyOf` and packages are called; any other folder is somebody else's. */
const ownFolder = /^(?:package-(?:cpu|gpu)|\d[\w.+-]*-[0-9a-f]{12})$/

function cancelled(): LabError {
  return new LabError(
    'cancelled',
    'The set-up of TensorFlow was cancelled.',
    'Start it again when you like; what was set up before is still there.'
  )
}

function keyOf({ folder, fingerprint, version }: TensorflowLibrary): string {
  const what = [folder, fingerprint, sourcesVersion, process.platform, process.arch].join('\n')
  return `${version}-${createHash('sha256').update(what).digest('hex').slice(0, 12)}`
}

function environmentOf({ binding, library }: TensorflowInstallation): Environment {
  return {
    TENFOLD_TENSORFLOW: binding,
    ...(library !== undefined && { TENFOLD_TENSORFLOW_CUDA: library.cuda })
  }
}

async function inspect(installation: TensorflowInstallation): Promise<TensorflowStatus> {
  const { binding, description, library } = installation
  const outdated = (reason: string): TensorflowStatus => ({ state: 'outdated', reason, binding })
  try {
    await access(binding)
  } catch {
    return outdated('The binding’s file is gone.')
  }
  if (library === undefined) return { state: 'ready', description, binding }
  if (installation.sources !== sourcesVersion) return outdated('It was built from older sources.')
  try {
    const now = await readTensorflowLibrary(library.folder)
    if (now.fingerprint === library.fingerprint) return { state: 'ready', description, binding }
    return outdated(`TensorFlow changed from ${library.version} to ${now.version} since it was built.`)
  } catch (thrown) {
    return outdated(LabError.from(thrown).message)
  }
}
