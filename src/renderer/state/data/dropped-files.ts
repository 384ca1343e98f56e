import { type ChosenFile, chosenFile } from './chosen-file'

/** Files of one folder that are looked at; a model folder has a handful. */
const maxFiles = 20_000

/** What is read of a DataTransfer. */
interface Dropped {
  readonly items: Iterable<Pick<DataTransferItem, 'webkitGetAsEntry'>>
  readonly files: Iterable<File>
}

/**
 * The files that were dropped, and those that lie in a folder that was. To be called while the drop is handled: the
 * browser takes the items back afterwards.
 */
export async function droppedFiles(transfer: Dropped): Promise<ChosenFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const loose = [...transfer.files]
  if (!entries.some((entry) => entry.isDirectory)) return loose.map(chosenFile)
  const files = await Promise.all(entries.map(filesOf))
  return files.flat()
}

async function filesOf(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) return [chosenFile(await fileOf(entry))]
  if (!isFolder(entry)) return []
  const found: FileSystemFileEntry[] = []
  const reader = entry.createReader()
  // A reader gives some entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    )
    if (some.length === 0 || found.length > maxFiles) break
    for (const file of some.filter(isFile)) found.push(file)
  }
  const files = await Promise.all(found.slice(0, maxFiles).map(fileOf))
  return files.map((file) => ({ file, folder: entry.name }))
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
