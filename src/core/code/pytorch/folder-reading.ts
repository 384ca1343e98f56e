import { classFolders, inPythonOrder } from '../../data/class-folders'
import type { DatasetInfo } from '../../data/dataset-info'
import type { FolderImport } from '../../data/made-from'

/** Which folder a script can read, and what it takes beside ImageFolder to get the data set's files and labels. */
export interface FolderReading {
  /** Whether it reads an exported folder alone. */
  readonly exportFirst: boolean
  /** Where ImageFolder's own numbers would be others. */
  readonly classFolders: readonly string[] | undefined
  readonly leftOut: readonly string[]
  /** Set where the original folder deals images out, or calls its two parts, in another way than an exported one. */
  readonly apart: FolderImport['split'] | undefined
}

export function folderReading(dataset: DatasetInfo, folder: FolderImport): FolderReading {
  const { split, leftOut, classFolders: listed } = folder
  const names = classFolders(dataset)
  const tooMany = leftOut.count > leftOut.files.length
  const exportFirst =
    folder.exportFirst === true ||
    tooMany ||
    (listed === undefined ? !inPythonOrder(names) : listed.join('/') !== names.join('/'))
  return {
    exportFirst,
    classFolders: listed !== undefined || !inPythonOrder(names) ? names : undefined,
    leftOut: exportFirst ? [] : leftOut.files,
    apart: exportFirst || (split.kind === 'given' && split.folders === undefined) ? undefined : split
  }
}
