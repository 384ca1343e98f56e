import { formatCount } from '../../../core/format/format-number'
import { LabError } from '../../../core/base/lab-error'
import { required } from '../../../core/base/required'
import type { ImageShape } from '../../../core/data/dataset-info'
import { badFile } from './formats/bad-file'
import { ByteReader } from './formats/byte-reader'
import { inflated } from './formats/inflated'
import { readIdxHeader } from './formats/read-idx'
import { requireShape } from './require-shape'
import type { PlacedFile, PlacedFolder } from './places/placed-file'

/** Images and labels of one role. */
export interface IdxPair {
  readonly images: PlacedFile
  readonly labels: PlacedFile
  readonly count: number
  readonly shape: ImageShape
}

/**
 * The four files of a set in IDX, packed by gzip or not, with headers that fit together.
 * @param train how their names begin, and those of the test files: `train`, `t10k`
 * @returns undefined where none of them is there
 * @throws LabError 'data-missing' | 'data-corrupt' | 'unsupported'
 */
export async function findIdxFiles(
  folder: PlacedFolder,
  train: string,
  test: string
): Promise<{ readonly train: IdxPair; readonly test: IdxPair } | undefined> {
  const names = [train, test].flatMap((role) => [`${role}-images`, `${role}-labels`])
  const found = names.map((name) => findFile(folder, name))
  const missing = names.filter((_, i) => found[i] === undefined).map((name) => fullName(name))
  if (missing.length === names.length) return undefined
  if (missing.length > 0) {
    throw new LabError(
      'data-missing',
      `In ${folder.label}, ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      'Put the four files, with the images and labels for training and for the test, into one folder.'
    )
  }
  const files = found.map((file) => required(file, 'a file that is there'))
  const pairs = { train: await readPair(files[0], files[1]), test: await readPair(files[2], files[3]) }
  if (pairs.train.shape.join() !== pairs.test.shape.join()) {
    throw badFile(folder.label, 'has images for the test of another size than those for training')
  }
  return pairs
}

/** At its first byte after the header. */
export async function openIdx(file: PlacedFile, axes: 1 | 3): Promise<ByteReader> {
  const reader = contentOf(file)
  await reader.orClose(readIdxHeader(reader, axes, file.label))
  return reader
}

async function readPair(images: PlacedFile | undefined, labels: PlacedFile | undefined): Promise<IdxPair> {
  const pair = { images: required(images, 'the images'), labels: required(labels, 'the labels') }
  const [count = 0, height = 0, width = 0] = await readShape(pair.images, 3)
  const [labelCount] = await readShape(pair.labels, 1)
  if (labelCount !== count) {
    throw badFile(
      pair.labels.label,
      `has ${formatCount(required(labelCount, 'a count'))} labels for the ${formatCount(count)} images of ${pair.images.name}`
    )
  }
  return { ...pair, count, shape: requireShape(height, width, 1, pair.images.label) }
}

/** The shape that a file's header announces; of a file that is not packed, its size must fit. */
async function readShape(file: PlacedFile, axes: 1 | 3): Promise<readonly number[]> {
  const reader = contentOf(file)
  try {
    const { shape, headerBytes } = await readIdxHeader(reader, axes, file.label)
    const bytes = shape.reduce((product, length) => product * length, 1) + headerBytes
    if (!isPacked(file) && bytes !== file.bytes) {
      throw badFile(
        file.label,
        `has ${formatCount(file.bytes)} bytes instead of the ${formatCount(bytes)} that its header announces`
      )
    }
    return shape
  } finally {
    await reader.close()
  }
}

function contentOf(file: PlacedFile): ByteReader {
  return new ByteReader(isPacked(file) ? inflated(file.open(), 'gzip', file.label) : file.open(), file.label)
}

function isPacked(file: PlacedFile): boolean {
  return file.name.endsWith('.gz')
}

/** `train-images` -> `train-images-idx3-ubyte`, also with a dot before `idx3` and packed */
function findFile({ files }: PlacedFolder, name: string): PlacedFile | undefined {
  const plain = fullName(name)
  const dotted = plain.replace('-idx', '.idx')
  const found = [plain, dotted, `${plain}.gz`, `${dotted}.gz`].find((candidate) => files.has(candidate))
  return found === undefined ? undefined : files.get(found)
}

function fullName(name: string): string {
  return `${name}-${name.endsWith('images') ? 'idx3' : 'idx1'}-ubyte`
}
