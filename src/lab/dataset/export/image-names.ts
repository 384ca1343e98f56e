import type { FolderImport } from '../../../core/data/made-from'
import { FolderNames } from '../../../core/data/folder-names'

/** Names of the image files of a role, which say where each image comes from; of each class, all are different. */
export class ImageNames {
  readonly #role: 'train' | 'test'
  readonly #folders: readonly string[]
  readonly #leftOut: FolderImport['leftOut']['files']
  readonly #names = new Map<number, FolderNames>()

  /**
   * @param folders of the classes, in label order
   * @param leftOut files of the folder that was imported: a script that passes over them must not meet their names again
   */
  constructor(role: 'train' | 'test', folders: readonly string[], leftOut: FolderImport['leftOut']['files']) {
    this.#role = role
    this.#folders = folders
    this.#leftOut = leftOut
  }

  /** @param origin the image's, as `ImageOrigin.name`; undefined where it has none */
  give(label: number, row: number, origin: string | undefined): string {
    const file = origin?.split('/').at(-1)
    const stem = file?.replace(/\.(?:jpe?g|png|webp|gif|tiff?|bmp|avif)$/i, '')
    return this.#of(label).give(
      stem === undefined || stem === '' ? String(row).padStart(6, '0') : stem,
      '.png'
    )
  }

  #of(label: number): FolderNames {
    const known = this.#names.get(label)
    if (known !== undefined) return known
    const names = new FolderNames()
    const place = `${this.#role}/${this.#folders[label] ?? label}/`
    for (const file of this.#leftOut) if (file.startsWith(place)) names.take(file.slice(place.length))
    this.#names.set(label, names)
    return names
  }
}
