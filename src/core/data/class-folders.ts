import type { DatasetInfo } from './dataset-info'
import { FolderNames } from './folder-names'

/** What the folders of a data set's classes are called where it is exported, in label order. */
export function classFolders({
  classes,
  folder
}: Pick<DatasetInfo, 'classes' | 'folder'>): readonly string[] {
  const names = new FolderNames()
  const told = folder?.classFolders
  return (told?.length === classes.length ? told : classes).map((name) => names.give(name))
}

/** Whether names are in the order in which Python sorts them, by code points. */
export function inPythonOrder(names: readonly string[]): boolean {
  const keys = names.map(codePoints)
  return keys.every((key, i) => i === 0 || String(keys[i - 1]) < key)
}

/** What compares as the code points do. */
function codePoints(name: string): string {
  return Array.from(name, (character) => Number(character.codePointAt(0)).toString(16).padStart(6, '0')).join(
    ''
  )
}
