import { mkdir, open, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { formatBytes } from '../../core/format/format-bytes'
import { mostUploadBytes, type UploadPieces, type UploadPlan, uploadPlan } from '../contract/upload'
import { makeFolder } from '../storage/make-folder'
import { readFolder } from '../storage/read-folder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { errorCode, storageError } from '../storage/storage-error'
import { uploadedPlace } from './uploaded-place'

const planKind = { name: 'upload', format: 2, content: uploadPlan }
/** After which what nobody goes on with is removed. */
const keptMs = 7 * 86_400_000

/**
 * Files on their way from a client on another machine: uploads/<key>/ in the data folder. The same files go on where they
 * stopped, from whichever window they come.
 */
export class Uploads {
  readonly #folder: string
  #turn: Promise<unknown> = Promise.resolve()

  constructor(dataFolder: string) {
    this.#folder = path.join(dataFolder, 'uploads')
  }

  /**
   * Makes room for files, or finds them as far as they have come.
   * @returns where they come to lie
   * @throws LabError 'invalid-input' for more than is taken, 'storage'
   */
  async begin(plan: UploadPlan): Promise<string> {
    if (plan.bytes > mostUploadBytes) {
      throw new LabError(
        'invalid-input',
        `These files have ${formatBytes(plan.bytes)} together; at most ${formatBytes(mostUploadBytes)} can be sent.`,
        'Send fewer files, or copy the folder to that computer and name it when the server is started (serve --folder).'
      )
    }
    const folder = path.join(this.#folder, plan.key)
    const files = path.join(folder, 'files')
    try {
      await makeFolder(files)
      await writeSealedFile(path.join(folder, 'plan.json'), planKind, plan)
    } catch (cause) {
      throw storageError(cause, 'write', folder)
    }
    return files
  }

  /** Bytes of each of some files that are here. @throws LabError 'invalid-input' | 'storage' */
  async received(upload: string, paths: readonly string[]): Promise<number[]> {
    const files = path.join(this.#folder, upload, 'files')
    return Promise.all(paths.map((name) => sizeOf(path.join(files, ...uploadedPlace(name)))))
  }

  /**
   * Takes pieces of files, each at the end of what is there of its file. One call at a time.
   * @throws LabError 'not-found' for an upload that is gone, 'invalid-input' for a piece that does not fit, 'storage'
   */
  receive(pieces: UploadPieces): Promise<void> {
    const turn = this.#turn.then(() => this.#receive(pieces))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Removes what has come of an upload. */
  async remove(upload: string): Promise<void> {
    await rm(path.join(this.#folder, upload), { recursive: true, force: true })
  }

  /** The upload that a place belongs to; undefined for any other place. */
  async uploadAt(place: string): Promise<UploadPlan | undefined> {
    const [key = '', files, ...rest] = path.relative(this.#folder, place).split(path.sep)
    if (files !== 'files' || rest.length > 0 || !uploadPlan.shape.key.safeParse(key).success) return undefined
    return this.#plan(key)
  }

  /** Of each upload. @throws LabError 'storage' */
  async folders(): Promise<readonly string[]> {
    return (await readFolder(this.#folder)).map((name) => path.join(this.#folder, name))
  }

  /** Removes uploads that nobody went on with for a week. */
  async removeOld(now: number): Promise<void> {
    for (const name of await readFolder(this.#folder)) {
      const folder = path.join(this.#folder, name)
      const found = await stat(folder).catch(() => undefined)
      if (found !== undefined && now - found.mtimeMs > keptMs)
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    }
  }

  async #receive({ upload, pieces }: UploadPieces): Promise<void> {
    await this.#plan(upload)
    const folder = path.join(this.#folder, upload)
    for (const { path: name, offset, content } of pieces) {
      const place = path.join(folder, 'files', ...uploadedPlace(name))
      const bytes = Buffer.from(content, 'base64')
      const size = await sizeOf(place)
      // The same piece a second time: its answer was lost on the way. Where the lab died meanwhile, a part of it may be here.
      if (size >= offset + bytes.length && size > 0) continue
      if (size < offset) {
        throw new LabError(
          'invalid-input',
          `A piece of ${name} at ${offset} cannot be taken: ${size} bytes of it are here.`,
          'Send the files again.'
        )
      }
      try {
        await mkdir(path.dirname(place), { recursive: true })
        const handle = await open(place, 'a')
        // Until all of it is there: on a disk that is almost full, a part of it is no error.
        await handle.writeFile(bytes.subarray(size - offset)).finally(() => handle.close())
      } catch (cause) {
        throw storageError(cause, 'write', place)
      }
    }
    const now = new Date()
    await utimes(folder, now, now).catch((cause: unknown) => {
      throw storageError(cause, 'write', folder)
    })
  }

  async #plan(upload: string): Promise<UploadPlan> {
    const file = path.join(this.#folder, upload, 'plan.json')
    const plan = await readSealedFile(file, planKind, () => 'Send the files again.')
    if (plan !== undefined) return plan
    throw new LabError('not-found', 'These files are not here any more.', 'Send them again.')
  }
}

async function sizeOf(place: string): Promise<number> {
  return stat(place).then(
    ({ size }) => size,
    (cause: unknown) => {
      if (errorCode(cause) === 'ENOENT') return 0
      throw storageError(cause, 'read', place)
    }
  )
}
