import type { ByteRange } from '../formats/part-of'

/** A file that may belong to a data set: on the disk, or in an archive. */
export interface PlacedFile {
  /** Without its folders. */
  readonly name: string
  /** For people: its path, and where in an archive it is. */
  readonly label: string
  readonly bytes: number
  /** The archive that it is in. */
  readonly archive?: PlacedFile
  /**
   * Its content, or a part of it, read as it is asked for. Ending the iteration closes the file.
   * @throws LabError 'storage' | 'data-corrupt'
   */
  open(range?: ByteRange): AsyncGenerator<Uint8Array, void>
}

/** Files that lie in one folder, by their names. */
export interface PlacedFolder {
  /** For people, and because names such as `FashionMNIST` tell what the files are. */
  readonly label: string
  readonly files: ReadonlyMap<string, PlacedFile>
}

/** Files of one archive or folder tree, by their folders. */
export function inFolders(
  files: readonly (readonly [folder: string, file: PlacedFile])[]
): readonly PlacedFolder[] {
  const folders = new Map<string, Map<string, PlacedFile>>()
  for (const [folder, file] of files) {
    const found = folders.get(folder) ?? new Map<string, PlacedFile>()
    folders.set(folder, found)
    if (!found.has(file.name)) found.set(file.name, file)
  }
  return [...folders].map(([label, found]) => ({ label, files: found }))
}
