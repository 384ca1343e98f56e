import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import { pathsAtOnce, pieceBytes, piecesAtOnce, type UploadPieces } from '../../../lab/contract/upload'
import { base64FromBytes } from '../../bytes/base64'
import type { LabLine } from '../line/connection.svelte'
import { keyOf, type SentFile, type SentFolder } from './sent-files'

/** How long a lost line is waited for before the same pieces are sent again, in milliseconds. */
const retryMs = 1000
/** A line that is gone for so long does not come back by itself. */
const mostRetries = 300

interface Progress {
  readonly name: string
  /** Bytes. */
  readonly done: number
  readonly total: number
}

interface Batch {
  readonly upload: string
  readonly files: readonly SentFile[]
  /** Bytes of each that are there. */
  readonly received: readonly number[]
  /** Bytes that are there of the files before them. */
  readonly before: number
  readonly tell: (done: number) => void
}

/** Files of this computer on their way to the one that Tenfold runs on. */
export class Sending {
  #progress = $state.raw<Progress | undefined>(undefined)
  #abort = new AbortController()
  readonly #line: LabLine
  readonly #wait: (ms: number) => Promise<void>

  constructor(
    line: LabLine,
    wait = (ms: number): Promise<void> => new Promise((end) => setTimeout(end, ms))
  ) {
    this.#line = line
    this.#wait = wait
  }

  /** undefined when nothing is being sent */
  get progress(): Progress | undefined {
    return this.#progress
  }

  /** What has come stays for a while: the same files go on there. */
  stop(): void {
    this.#abort.abort()
  }

  /**
   * Sends a folder, or what is missing of it there.
   * @returns where it lies on the other computer; undefined when it was stopped
   * @throws LabError
   */
  async send(folder: SentFolder): Promise<string | undefined> {
    const { name, files } = folder
    const total = files.reduce((sum, { file }) => sum + file.size, 0)
    this.#abort = new AbortController()
    const { signal } = this.#abort
    this.#progress = { name, done: 0, total }
    try {
      const upload = keyOf(folder)
      const { path } = await this.#again(() =>
        this.#line.lab.beginUpload({ key: upload, name: name.slice(0, 80), bytes: total })
      )
      let done = 0
      for (let first = 0; first < files.length; first += pathsAtOnce) {
        const some = files.slice(first, first + pathsAtOnce)
        const { received } = await this.#again(() =>
          this.#line.lab.getReceived({ upload, paths: some.map((file) => file.path) })
        )
        const tell = (bytes: number): void => {
          this.#progress = { name, done: bytes, total }
        }
        done = await this.#sendSome({ upload, files: some, received, before: done, tell })
        if (signal.aborted) return undefined
      }
      return path
    } finally {
      this.#progress = undefined
    }
  }

  /** @returns bytes that are there by now, of all files */
  async #sendSome({ upload, files, received, before, tell }: Batch): Promise<number> {
    let done = before
    let pieces: UploadPieces['pieces'] = []
    let waiting = 0
    const flush = async (): Promise<void> => {
      if (pieces.length === 0) return
      const sent = pieces
      pieces = []
      await this.#again(() => this.#line.lab.sendPieces({ upload, pieces: sent }))
      done += waiting
      waiting = 0
      tell(done)
    }
    for (const [i, { file, path }] of files.entries()) {
      let offset = Math.min(required(received[i], 'an answer for each file'), file.size)
      done += offset
      // A file without bytes has to be there, too.
      let first = file.size === 0
      while (offset < file.size || first) {
        first = false
        if (this.#abort.signal.aborted) return done
        const length = Math.min(file.size - offset, pieceBytes - waiting)
        const bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer())
        pieces.push({ path, offset, content: base64FromBytes(bytes) })
        offset += length
        waiting += length
        if (waiting >= pieceBytes || pieces.length >= piecesAtOnce) await flush()
      }
    }
    await flush()
    return done
  }

  /** The same once more as long as the line is down. */
  async #again<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await work()
      } catch (thrown) {
        const error = LabError.from(thrown)
        if (error.code !== 'offline' || tries >= mostRetries || this.#abort.signal.aborted) throw error
        await this.#wait(retryMs)
      }
    }
  }
}
