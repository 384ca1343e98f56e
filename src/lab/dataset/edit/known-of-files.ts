import type { DatasetFile } from '../files/manifest'
import type { Collection } from '../library/collection'

/** What was read of the files of data sets, for as long as they have files with these bytes. */
export class KnownOfFiles<T> {
  readonly #known = new Map<string, ReadonlyMap<string, T>>()

  /** @returns by the sha256 of each file; what is not known yet is read */
  async of(
    { id, files }: Pick<Collection, 'id' | 'files'>,
    read: (file: DatasetFile) => Promise<T>
  ): Promise<ReadonlyMap<string, T>> {
    const before = this.#known.get(id)
    const now = new Map<string, T>()
    for (const file of files) {
      if (!now.has(file.sha256)) now.set(file.sha256, before?.get(file.sha256) ?? (await read(file)))
    }
    this.#known.set(id, now)
    return now
  }
}
