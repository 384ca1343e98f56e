/** A file that is to be sent, and where it lies in its folder. */
export interface SentFile {
  readonly file: File
  /** From the folder on, with `/` between the parts. */
  readonly path: string
}

export interface SentFolder {
  /** Of the folder; of loose files that of the first. */
  readonly name: string
  readonly files: readonly SentFile[]
}

/** Files that were chosen, with their folder or without. Hidden ones are left out. */
export function chosenFolder(files: Iterable<File>): SentFolder | undefined {
  const all = [...files]
  const [first] = all
  if (first === undefined) return undefined
  const [folder] = first.webkitRelativePath.split('/')
  return sentFolder(
    folder === undefined || folder === '' ? first.name : folder,
    all.map((file) => ({
      file,
      path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath.split('/').slice(1).join('/')
    }))
  )
}

/**
 * A folder that was dropped, with all that is below it; of several things dropped, all of them. To be called while the drop
 * is handled: the browser takes the items back afterwards.
 */
export async function droppedFolder({
  items,
  files
}: {
  readonly items: Iterable<Pick<DataTransferItem, 'webkitGetAsEntry'>>
  readonly files: Iterable<File>
}): Promise<SentFolder | undefined> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const [first] = entries
  // An image that comes out of another page lies in no folder.
  if (first === undefined) return chosenFolder(files)
  const found = await Promise.all(
    // The parts of a single folder are told without it.
    entries.map((entry) => filesBelow(entry, entries.length === 1 && entry.isDirectory ? '' : entry.name))
  )
  return sentFolder(first.name, found.flat())
}

function sentFolder(name: string, files: readonly SentFile[]): SentFolder {
  const shown = files.filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')))
  return { name, files: withOwnPaths(shown) }
}

/** Loose files may come from several folders and have one name: `1.png`, `1 (2).png`. */
function withOwnPaths(files: readonly SentFile[]): SentFile[] {
  const taken = new Set<string>()
  return files.map(({ file, path }) => {
    const [, stem = path, ending = ''] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? []
    let own = path
    for (let n = 2; taken.has(own); n++) own = `${stem} (${n})${ending}`
    taken.add(own)
    return { file, path: own }
  })
}

async function filesBelow(entry: FileSystemEntry, path: string): Promise<SentFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ file, path }]
  }
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const found: SentFile[] = []
  // A reader gives some entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    )
    if (some.length === 0) return found
    for (const inner of some) {
      const place = path === '' ? inner.name : `${path}/${inner.name}`
      for (const file of await filesBelow(inner, place)) found.push(file)
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** What the same files are called again: 64 bits of FNV-1a over names and sizes, in two halves, in hexadecimal. */
export function keyOf({ name, files }: SentFolder): string {
  let [one, other] = [0x811c9dc5, 0x01000193]
  const take = (text: string): void => {
    for (let i = 0; i < text.length; i++) {
      one = Math.imul(one ^ text.charCodeAt(i), 0x01000193)
      other = Math.imul(other ^ text.charCodeAt(text.length - 1 - i), 0x5bd1e995)
    }
  }
  take(name)
  for (const { path, file } of files) take(`${path}\n${file.size}\n${file.lastModified}\n`)
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}
