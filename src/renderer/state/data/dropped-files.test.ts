import { expect, test } from 'vitest'
import { chosenFile, nameOf } from './chosen-file'
import { droppedFiles } from './dropped-files'

function unasked(): never {
  throw new Error('not in this test')
}

class Entry implements FileSystemEntry {
  readonly isFile: boolean = false
  readonly isDirectory: boolean = false

  constructor(readonly name: string) {}

  get fullPath(): string {
    return `/${this.name}`
  }

  get filesystem(): FileSystem {
    return unasked()
  }

  getParent(): void {
    unasked()
  }
}

class FileEntry extends Entry implements FileSystemFileEntry {
  override readonly isFile = true

  file(take: FileCallback): void {
    take(browserFile(this.name))
  }
}

class FolderEntry extends Entry implements FileSystemDirectoryEntry {
  override readonly isDirectory = true

  constructor(
    name: string,
    readonly entries: readonly Entry[]
  ) {
    super(name)
  }

  /** One entry at a time. */
  createReader(): FileSystemDirectoryReader {
    const left = [...this.entries]
    return { readEntries: (take) => take(left.splice(0, 1)) }
  }

  getDirectory(): void {
    unasked()
  }

  getFile(): void {
    unasked()
  }
}

const browserFile = (name: string, webkitRelativePath = ''): File =>
  Object.assign(new File([], name), { webkitRelativePath })
const namesOf = async (entries: readonly Entry[], files: readonly File[] = []): Promise<string[]> => {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }))
  return (await droppedFiles({ items, files })).map(nameOf)
}

test('files of a dropped folder come with its name, those beside it without', async () => {
  const folder = new FolderEntry('my-net', [
    new FileEntry('model.json'),
    new FolderEntry('more', [new FileEntry('a.json')]),
    new FileEntry('weights.bin')
  ])
  expect(await namesOf([folder, new FileEntry('notes.txt')])).toEqual([
    'my-net/model.json',
    'my-net/weights.bin',
    'notes.txt'
  ])
})

test('dropped files have the names that the browser gives', async () => {
  expect(await namesOf([new FileEntry('model.json')], [browserFile('model.json')])).toEqual(['model.json'])
})

test('files chosen with their folder come with its name', () => {
  expect(nameOf(chosenFile(browserFile('model.json')))).toBe('model.json')
  expect(nameOf(chosenFile(browserFile('model.json', 'nets/my-net/model.json')))).toBe('my-net/model.json')
})
