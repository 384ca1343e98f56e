import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { userPath } from '../storage/user-path'
import { errorCode, userPathError } from '../storage/storage-error'

/** Folders of this machine that a client may look into: everywhere, or only below some. */
export class AllowedPlaces {
  readonly #roots: readonly string[] | undefined
  readonly #closed: string | undefined

  /**
   * @param roots absolute; undefined: everywhere
   * @param closed a folder in them that nothing is written into
   */
  constructor(roots: readonly string[] | undefined, closed?: string) {
    this.#roots = roots
    this.#closed = closed
  }

  /** Where looking around begins; undefined: wherever the client likes. */
  get roots(): readonly string[] | undefined {
    return this.#roots
  }

  /**
   * A path as a client gives it, absolute and without links, so that none leads outside.
   * @throws LabError 'not-found', and 'unsupported' for a place that is not allowed
   */
  async resolve(given: string): Promise<string> {
    const place = path.resolve(userPath(given))
    const roots = this.#roots
    if (roots === undefined) return place
    // Whether a place outside exists is nobody's business.
    const real = await realpath(place).catch((cause: unknown) => {
      if (!isBelow(place, roots)) throw outside(place, roots)
      if (errorCode(cause) === 'ENOENT')
        throw new LabError('not-found', `There is nothing at ${place}.`, 'Check the path.', cause)
      throw userPathError(cause, 'read', place)
    })
    const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => root)))
    if (!isBelow(real, realRoots)) throw outside(place, roots)
    return real
  }

  /**
   * The same for a place where something is to be written: no folder that is there already leads outside.
   * @throws LabError 'unsupported', 'not-found' where a link leads nowhere, 'storage'
   */
  async resolveNew(given: string): Promise<string> {
    const place = path.resolve(userPath(given))
    const roots = this.#roots
    if (roots === undefined) return place
    if (!isBelow(place, roots)) throw notWritable(place, roots)
    let folder = place
    while (!(await isThere(folder, place))) folder = path.dirname(folder)
    const real = path.join(await this.resolve(folder), path.relative(folder, place))
    const closed = this.#closed
    if (closed !== undefined && isBelow(real, [await realpath(closed).catch(() => closed)]))
      throw notWritable(place, roots)
    return real
  }
}

async function isThere(folder: string, place: string): Promise<boolean> {
  return lstat(folder).then(
    () => true,
    (cause: unknown) => {
      if (errorCode(cause) === 'ENOENT') return false
      throw userPathError(cause, 'write', place)
    }
  )
}

function isBelow(place: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const way = path.relative(root, place)
    return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way))
  })
}

function outside(place: string, roots: readonly string[]): LabError {
  return new LabError(
    'unsupported',
    `${place} is outside the folders that this server shows to browsers: ${roots.join(', ')}.`,
    `Choose files of your own computer instead; or name the folder when the server is started: ${ownCommand} serve --folder <path>`
  )
}

function notWritable(place: string, roots: readonly string[]): LabError {
  return new LabError(
    'unsupported',
    `${place} is not below a folder that browsers may export to: ${roots.join(', ')}. The data folder is none.`,
    `Choose a path below one of them; or name another folder when the server is started: ${ownCommand} serve --folder <path>`
  )
}
