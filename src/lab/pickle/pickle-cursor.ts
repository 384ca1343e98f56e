import type { PickleDialect } from './pickle-dialect'

/** Where one is in a pickle. What it hands out are parts of the file, never copies. */
export class PickleCursor {
  readonly #bytes: Buffer
  readonly #dialect: PickleDialect
  #at: number

  /** @param at where the pickle begins in the bytes, which may go on after it */
  constructor(bytes: Buffer, dialect: PickleDialect, at = 0) {
    this.#bytes = bytes
    this.#dialect = dialect
    this.#at = at
  }

  /** Bytes before the next one that is read. */
  get position(): number {
    return this.#at
  }

  /** @throws the dialect's error when so much does not follow, whatever the pickle claims */
  take(bytes: number): Buffer {
    const end = this.#at + bytes
    if (end > this.#bytes.length)
      throw this.#dialect.bad(`is cut off: it ends after ${this.#bytes.length} bytes`)
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  byte(): number {
    return this.take(1).readUInt8(0)
  }

  uint16(): number {
    return this.take(2).readUInt16LE(0)
  }

  int32(): number {
    return this.take(4).readInt32LE(0)
  }

  uint32(): number {
    return this.take(4).readUInt32LE(0)
  }

  /** A length of 8 bytes: one that a file can have is exact. */
  uint64(): number {
    return Number(this.take(8).readBigUInt64LE(0))
  }

  float64(): number {
    return this.take(8).readDoubleBE(0)
  }

  /** To the end of the line, without it. */
  line(): Buffer {
    const end = this.#bytes.indexOf(0x0a, this.#at)
    if (end < 0) return this.take(this.#bytes.length)
    const line = this.take(end - this.#at)
    this.#at += 1
    return line
  }
}
