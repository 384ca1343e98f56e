import { formatCount } from '../../../../core/format/format-number'
import { badFile } from './bad-file'

/** Hands out exact numbers of bytes from a stream of pieces; never holds more than was asked for and one piece. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #name: string
  #pending: Uint8Array = new Uint8Array(0)
  #position = 0

  /** @param name of the file, for errors */
  constructor(pieces: AsyncIterable<Uint8Array>, name: string) {
    this.#pieces = pieces[Symbol.asyncIterator]()
    this.#name = name
  }

  /** Bytes that have been handed out. */
  get position(): number {
    return this.#position
  }

  /**
   * @param bytes must be bounded by the caller: so much is allocated
   * @returns u8[bytes], valid until the next call
   * @throws LabError 'data-corrupt' when the stream ends before
   */
  async read(bytes: number): Promise<Buffer> {
    if (this.#pending.length < bytes) {
      const target = Buffer.allocUnsafe(bytes)
      let filled = 0
      while (filled < bytes) {
        if (this.#pending.length === 0) await this.#fill(bytes - filled)
        const taken = this.#take(bytes - filled)
        target.set(taken, filled)
        filled += taken.length
      }
      return target
    }
    const taken = this.#take(bytes)
    return Buffer.from(taken.buffer, taken.byteOffset, taken.length)
  }

  /** @throws LabError 'data-corrupt' when the stream ends before */
  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) {
      if (this.#pending.length === 0) await this.#fill(left)
      left -= this.#take(left).length
    }
  }

  async atEnd(): Promise<boolean> {
    while (this.#pending.length === 0) {
      const next = await this.#pieces.next()
      if (next.done === true) return true
      this.#pending = next.value
    }
    return false
  }

  /** @throws LabError 'data-corrupt' when there is more */
  async expectEnd(): Promise<void> {
    if (await this.atEnd()) return
    throw badFile(
      this.#name,
      `goes on after the ${formatCount(this.#position)} bytes that its header announces`
    )
  }

  /** Waits for what reads from it, and closes it if that fails. */
  async orClose<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Lets go of the stream, wherever it is. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  #take(most: number): Uint8Array {
    const taken = this.#pending.subarray(0, most)
    this.#pending = this.#pending.subarray(taken.length)
    this.#position += taken.length
    return taken
  }

  async #fill(missing: number): Promise<void> {
    if (!(await this.atEnd())) return
    throw badFile(
      this.#name,
      `is cut off: it ends after ${formatCount(this.#position)} bytes, and at least ${formatCount(missing)} more must follow`
    )
  }
}
