import { createHash } from 'node:crypto'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { formatCount } from '../../../core/format/format-number'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { ImageFit } from '../../../core/data/image-file'
import type { ImportFinding } from '../../../core/data/import-finding'
import type { SplitKind } from '../../../core/data/made-from'
import { orderImages, type SplitEntry, splitImages } from '../../../core/data/split-images'
import type { DecodedImage, ImageRequest } from '../decoding/decoder-protocol'
import type { DatasetFile } from '../files/manifest'
import { DatasetWriter } from '../write/dataset-writer'
import { aheadInOrder } from './ahead-in-order'
import type { NewContent } from './new-content'
import { setFolders } from './as-image-folder'
import type { ScannedFolder } from './scan-folder'

/** How images become a data set. */
export interface ImportOptions {
  readonly shape: ImageShape
  readonly fit: ImageFit
  /** Of the draw of the test set, where the folder does not give one. */
  readonly seed: number
  readonly testShare: number
}

export interface ImportJob {
  /** That was scanned. */
  readonly root: string
  readonly scanned: ScannedFolder
  readonly options: ImportOptions
  readonly decode: (request: ImageRequest, signal?: AbortSignal) => Promise<DecodedImage>
  /** Where the files of the data set go. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
}

export interface ImportedImages extends Pick<NewContent, 'files' | 'labelBytes' | 'normalisation'> {
  readonly split: SplitKind
  /** Of the images of each class, by label. */
  readonly counts: Readonly<Record<Role, readonly number[]>>
  readonly findings: readonly ImportFinding[]
}

/** Decoded or in the hands of a process at a time. */
const ahead = 32
/** A class with fewer training images is told of. */
const few = 10

type Role = DatasetFile['role']

/**
 * Decodes the images of a folder and writes them as a data set. What cannot be used is left out and told of. Test images
 * come first, so that of an image in both sets the test set keeps it.
 * @throws LabError 'cancelled' | 'storage', 'invalid-input' where there is nothing left to train or test on
 */
export async function importImages(job: ImportJob): Promise<ImportedImages> {
  const { scanned, options, folder, onProgress } = job
  const { split, train, test } = splitOf(scanned, options)
  const writer = new DatasetWriter(folder, options.shape, scanned.classes.length)
  const findings = [...scanned.findings]
  const seen = new Map<string, { readonly path: string; readonly label: number; readonly role: Role }>()
  const counts: Record<Role, number[]> = {
    train: scanned.classes.map(() => 0),
    test: scanned.classes.map(() => 0)
  }
  const total = train.length + test.length
  let done = 0
  for (const [role, entries] of [
    ['test', test],
    ['train', train]
  ] as const) {
    for await (const { entry, image } of aheadInOrder(entries, ahead, (one) => decoded(job, one))) {
      if (job.signal.aborted) throw cancelled()
      if (image instanceof LabError)
        findings.push({ kind: 'unreadable', of: entry.path, detail: image.message })
      else {
        const hash = createHash('sha256').update(image.pixels).digest('base64')
        const other = seen.get(hash)
        if (other === undefined) {
          seen.set(hash, { ...entry, role })
          for (const one of noticed(entry, image, options.shape)) findings.push(one)
          await writer.add(role, {
            label: entry.label,
            pixels: image.pixels,
            origin: originOf(entry, image, options.shape)
          })
          const own = counts[role]
          own[entry.label] = (own[entry.label] ?? 0) + 1
        } else
          findings.push({ kind: repetition(entry, role, other), of: entry.path, detail: `as ${other.path}` })
      }
      onProgress(++done, total)
    }
  }
  const files = await writer.finish()
  for (const role of ['train', 'test'] as const) {
    const entries = role === 'train' ? train : test
    if (!files.some((file) => file.role === role)) throw nothingLeft(role, entries, job.root, findings)
  }
  scanned.classes.forEach((name, label) => {
    const [inTrain = 0, inTest = 0] = [counts.train[label], counts.test[label]]
    if (inTrain < few)
      findings.push({ kind: 'fewImages', of: name, detail: `${formatCount(inTrain)} for training` })
    if (inTest === 0) findings.push({ kind: 'noTestImages', of: name })
  })
  return {
    files,
    labelBytes: writer.labelBytes,
    normalisation: writer.histogram.normalisation(),
    split,
    counts,
    findings
  }
}

function splitOf(
  { files, isSplit }: ScannedFolder,
  { seed, testShare }: ImportOptions
): {
  readonly split: SplitKind
  readonly train: readonly SplitEntry[]
  readonly test: readonly SplitEntry[]
} {
  const keyOf = (place: string): string => createHash('sha256').update(`${seed}/${place}`).digest('hex')
  if (isSplit) {
    const folders = setFolders({ files })
    return {
      split: { kind: 'given', ...(folders.join('/') === 'train/test' ? {} : { folders }) },
      train: orderImages(files.train, keyOf),
      test: orderImages(files.test, keyOf)
    }
  }
  return { split: { kind: 'seeded', seed, testShare }, ...splitImages(files.train, testShare, keyOf) }
}

async function decoded(
  { root, options, decode, signal }: ImportJob,
  entry: SplitEntry
): Promise<{ readonly entry: SplitEntry; readonly image: DecodedImage | LabError }> {
  const source = { path: path.join(root, entry.path) }
  try {
    return { entry, image: await decode({ source, shape: options.shape, fit: options.fit }, signal) }
  } catch (thrown) {
    const error = LabError.from(thrown)
    if (error.code === 'cancelled' || error.code === 'internal') throw thrown
    return { entry, image: error }
  }
}

function repetition(
  { label }: SplitEntry,
  role: Role,
  other: { readonly label: number; readonly role: Role }
): ImportFinding['kind'] {
  if (label !== other.label) return 'inTwoClasses'
  return role === other.role ? 'duplicate' : 'inBothSets'
}

function noticed(
  { path: of }: SplitEntry,
  { width, height, format, notes }: DecodedImage,
  [tall, wide]: ImageShape
): ImportFinding[] {
  const found: ImportFinding[] = []
  if (2 * width <= wide || 2 * height <= tall)
    found.push({ kind: 'tiny', of, detail: `${width} × ${height}` })
  if (notes.includes('misnamed'))
    found.push({ kind: 'misnamed', of, detail: `is a ${format.toUpperCase()} file` })
  if (notes.includes('animated') || notes.includes('several-pages')) found.push({ kind: 'animated', of })
  return found
}

function originOf(
  { path: name }: SplitEntry,
  { sha256, width, height }: DecodedImage,
  [tall, wide]: ImageShape
) {
  const size: [number, number] = [width, height]
  return { name, sha256, ...(width === wide && height === tall ? {} : { size }) }
}

/** @param entries the files that were meant for this role */
function nothingLeft(
  role: Role,
  entries: readonly SplitEntry[],
  root: string,
  findings: readonly ImportFinding[]
): LabError {
  if (role === 'test' && entries.length === 0)
    return new LabError(
      'invalid-input',
      'Each class has only one image, so none is left for testing.',
      'Add images to the class folders, and import again.'
    )
  const meant = new Set(entries.map((entry) => entry.path))
  const own = findings.filter(({ of }) => meant.has(of))
  const unreadable = own.filter(({ kind }) => kind === 'unreadable')
  const repeated = own.filter(({ kind }) => isRepetition(kind)).length
  const [first] = unreadable
  const why = [
    ...(repeated === 0
      ? []
      : [
          ` ${formatCount(repeated)} ${repeated === 1 ? 'repeats' : 'repeat'} an image that is already used.`
        ]),
    ...(first === undefined
      ? []
      : [
          ` ${formatCount(unreadable.length)} ${unreadable.length === 1 ? 'file' : 'files'} cannot be read: ${first.detail ?? first.of}`
        ])
  ]
  return new LabError(
    'invalid-input',
    `No ${role === 'train' ? 'training' : 'test'} image in ${root} can be used.${why.join('')}`,
    'Add other images to the class folders, and import again.'
  )
}

const isRepetition = (kind: ImportFinding['kind']): boolean =>
  kind === 'duplicate' || kind === 'inBothSets' || kind === 'inTwoClasses'

function cancelled(): LabError {
  return new LabError('cancelled', 'The import was cancelled.', 'Nothing was added.')
}
