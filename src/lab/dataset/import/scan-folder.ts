import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import { mostClasses } from '../../../core/data/dataset-info'
import { type FolderCard, folderCardName } from '../../../core/data/folder-card'
import type { ImportFinding } from '../../../core/data/import-finding'
import type { SplitEntry } from '../../../core/data/split-images'
import { errorCode, userPathError } from '../../storage/storage-error'
import { readFolderCard } from '../export/read-folder-card'
import { classesOfCard } from './classes-of-card'
import { nameClasses } from './name-classes'

/** What lies in a folder of images. */
export interface ScannedFolder {
  /** In label order: as torchvision's `ImageFolder` has them, sorted by code points. */
  readonly classes: readonly string[]
  /** All of them in `train` where the folder does not tell them apart. */
  readonly files: { readonly train: readonly SplitEntry[]; readonly test: readonly SplitEntry[] }
  /** Whether there are folders for training and testing. */
  readonly isSplit: boolean
  /** What the folder says of itself, where it is one that Tenfold exported. */
  readonly card?: FolderCard | undefined
  readonly findings: readonly ImportFinding[]
}

/** More would take days to decode. */
const mostEntries = 1_000_000
/** Below a class folder. */
const deepest = 8
const trainNames = ['train', 'training']
const testNames = ['test', 'testing']
const validationNames = ['val', 'valid', 'validation']

/**
 * Looks through a folder: one subfolder for each class, or `train/` and `test/` above them. Without `test/`, a `val/` is the
 * test set; beside it, its images belong to the training set. Only names are read. Hidden files are passed over.
 * @throws LabError 'not-found' | 'invalid-input' | 'storage' when there is nothing to import, 'cancelled'
 */
export async function scanFolder(root: string, signal?: AbortSignal): Promise<ScannedFolder> {
  const scan = new Scan(root, signal)
  const top = await scan.look('')
  const named = (names: readonly string[]): Dirent | undefined =>
    top.folders.find(({ name }) => names.includes(name.toLowerCase()))
  const [train, test, validation] = [named(trainNames), named(testNames), named(validationNames)]
  const held = test ?? validation
  if (train === undefined || held === undefined) {
    const found = await scan.classesIn('', top)
    return finished(scan, { train: [found], test: [] }, false)
  }
  const others = top.folders.filter((one) => one !== train && one !== held && one !== validation)
  for (const { name } of others) scan.note('outside', name, 'a folder beside train and test')
  for (const name of top.files) if (name !== folderCardName) scan.note('outside', name)
  const beside = test !== undefined && validation !== undefined ? validation : undefined
  if (beside !== undefined) scan.note('addedToTraining', beside.name)
  const within = async ({ name }: Dirent): Promise<FoundClasses> =>
    scan.classesIn(name, await scan.look(name))
  return finished(
    scan,
    {
      train: [await within(train), ...(beside === undefined ? [] : [await within(beside)])],
      test: [await within(held)]
    },
    true,
    await readFolderCard(root)
  )
}

/** Files by class folder. */
type FoundClasses = ReadonlyMap<string, readonly string[]>

function finished(
  scan: Scan,
  found: { readonly train: readonly FoundClasses[]; readonly test: readonly FoundClasses[] },
  isSplit: boolean,
  card?: FolderCard
): ScannedFolder {
  const all = [...found.train, ...found.test]
  const folders = [...new Set(all.flatMap((classes) => [...classes.keys()]))]
  const filled = folders.filter((name) => all.some((classes) => (classes.get(name) ?? []).length > 0))
  for (const name of folders) if (!filled.includes(name)) scan.note('emptyClass', name)
  const told = card === undefined ? undefined : classesOfCard(card, filled)
  const ordered = told?.folders ?? filled.sort(byCodePoints)
  if (ordered.length < 2) throw tooFewClasses(scan.root, ordered)
  if (ordered.length > mostClasses) throw tooManyClasses(scan.root, ordered.length)
  const { names, renamed } = told ?? nameClasses(ordered)
  for (const { folder, name } of renamed) scan.note('renamedClass', folder, `called “${name}”`)
  const entriesOf = (sets: readonly FoundClasses[]): SplitEntry[] =>
    sets.flatMap((classes) =>
      ordered.flatMap((name, label) => (classes.get(name) ?? []).map((file) => ({ path: file, label })))
    )
  const files = { train: entriesOf(found.train), test: entriesOf(found.test) }
  return { classes: names, files, isSplit, ...(told === undefined ? {} : { card }), findings: scan.findings }
}

/** As Python compares strings. */
function byCodePoints(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)]
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

interface Looked {
  readonly folders: readonly Dirent[]
  /** Names. */
  readonly files: readonly string[]
}

class Scan {
  readonly findings: ImportFinding[] = []
  #entries = 0

  constructor(
    readonly root: string,
    readonly signal: AbortSignal | undefined
  ) {}

  note(kind: ImportFinding['kind'], of: string, detail?: string): void {
    this.findings.push({ kind, of, ...(detail === undefined ? {} : { detail }) })
  }

  /** @param place from the root on; empty: the root itself */
  async look(place: string): Promise<Looked> {
    if (this.signal?.aborted === true)
      throw new LabError('cancelled', 'The import was cancelled.', 'Nothing was added.')
    const folder = path.join(this.root, place)
    const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
      throw place === '' && errorCode(cause) === 'ENOENT'
        ? noFolder(folder, cause)
        : unreadable(folder, cause)
    })
    this.#entries += entries.length
    if (this.#entries > mostEntries) throw tooManyFiles(this.root)
    const shown = entries.filter(({ name }) => !isHidden(name))
    const folders: Dirent[] = []
    const files: string[] = []
    for (const entry of shown) {
      if (entry.isDirectory()) folders.push(entry)
      // A loop of links would have no end.
      else if (entry.isSymbolicLink() && (await leadsToFolder(path.join(folder, entry.name))))
        this.note('link', joined(place, entry.name))
      else files.push(entry.name)
    }
    return { folders, files }
  }

  /** Each folder here is a class; files that lie beside them belong to none. */
  async classesIn(place: string, { folders, files }: Looked): Promise<FoundClasses> {
    for (const name of files) this.note('outside', joined(place, name))
    const classes = new Map<string, readonly string[]>()
    for (const { name } of folders) classes.set(name, await this.filesBelow(joined(place, name), 0))
    return classes
  }

  async filesBelow(place: string, depth: number): Promise<string[]> {
    const { folders, files } = await this.look(place)
    const found = files.map((name) => joined(place, name))
    for (const { name } of folders) {
      const inner = joined(place, name)
      if (depth === deepest) this.note('outside', inner, 'more than eight folders deep')
      else for (const file of await this.filesBelow(inner, depth + 1)) found.push(file)
    }
    return found
  }
}

const joined = (place: string, name: string): string => (place === '' ? name : `${place}/${name}`)

/** What systems put into folders by themselves. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || ['thumbs.db', 'desktop.ini', '__macosx'].includes(name.toLowerCase())
}

async function leadsToFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    // Where it leads nowhere, decoding says so.
    () => false
  )
}

const layoutHint =
  'It needs a subfolder for each class with its images, such as cats/ and dogs/, or train/ and test/ with these subfolders in each.'

function noFolder(folder: string, cause: unknown): LabError {
  return new LabError('not-found', `There is no folder ${folder}.`, 'Check the path.', cause)
}

function unreadable(folder: string, cause: unknown): LabError {
  if (errorCode(cause) === 'ENOTDIR')
    return new LabError('invalid-input', `${folder} is a file, not a folder.`, layoutHint, cause)
  return userPathError(cause, 'read', folder)
}

function tooFewClasses(root: string, classes: readonly string[]): LabError {
  const what =
    classes.length === 0
      ? `${root} has no subfolder with images in it`
      : `${root} has only one subfolder with images, ${classes[0]}`
  return new LabError('invalid-input', `${what}; a data set has at least two classes.`, layoutHint)
}

function tooManyClasses(root: string, count: number): LabError {
  return new LabError(
    'invalid-input',
    `${root} has ${formatCount(count)} subfolders with images; a data set has at most ${formatCount(mostClasses)} classes.`,
    'Import a part of them, or merge classes.'
  )
}

function tooManyFiles(root: string): LabError {
  return new LabError(
    'invalid-input',
    `There are more than ${formatCount(mostEntries)} files in ${root}.`,
    'Choose the folder of the images alone, or import a part of them.'
  )
}
