import { hints, shown } from '../../checkpoint/invalid-checkpoint'
import type { ValueBudget } from '../tensors/value-budget'
import { unpackEntry } from './unpack-entry'
import { badZip } from './bad-zip'
import { listEntries, type ZipEntry } from './zip-entries'

/** The files in a zip archive that lies in memory. They are unpacked when they are asked for. */
export class ZipArchive {
  readonly #bytes: Buffer
  readonly #entries: ReadonlyMap<string, ZipEntry>
  readonly #file: string
  readonly #budget: ValueBudget

  /**
   * @param file its name, for errors
   * @param budget what is unpacked counts
   * @throws LabError 'checkpoint-invalid'
   */
  constructor(bytes: Uint8Array, file: string, budget: ValueBudget) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#file = file
    this.#budget = budget
    this.#entries = listEntries(this.#bytes, file)
  }

  /** Of the files, without folders, in the archive's order. */
  get names(): readonly string[] {
    return [...this.#entries.keys()]
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** Bytes of a file once it is unpacked, as the archive says; `read` checks it. */
  bytesOf(name: string): number | undefined {
    return this.#entries.get(name)?.bytes
  }

  /**
   * A file's content: a part of the archive where it is not compressed.
   * @throws LabError 'checkpoint-invalid' when it is missing, damaged or too large
   */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name)
    if (entry === undefined) throw badZip(this.#file, `has no file ${shown(name)} in it`, hints.damaged)
    return unpackEntry(this.#bytes, entry, this.#file, this.#budget)
  }
}
