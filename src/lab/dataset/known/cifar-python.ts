import { formatCount } from '../../../core/format/format-number'
import { required } from '../../../core/base/required'
import { type ArrayContent, NumpyArray } from '../../pickle/numpy-globals'
import { nameOf } from '../../pickle/pickle-text'
import { isKind, type PickleDict, type PickleValue } from '../../pickle/pickle-value'
import { readPickle } from '../../pickle/read-pickle'
import { cifarDialect } from './cifar-dialect'
import {
  type CifarKind,
  cifarImageBytes,
  cifarKinds,
  type CifarLabels,
  cifarLicence,
  cifarShape,
  missingFiles
} from './cifar-kinds'
import { badFile } from './formats/bad-file'
import { ByteReader } from './formats/byte-reader'
import { fortranRows } from './formats/fortran-rows'
import { inPieces } from './formats/in-pieces'
import { pairImages } from './image-pairs'
import type { KnownImage, KnownSet } from './known-set'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile, PlacedFolder } from './places/placed-file'

const mostFileBytes = 1_000_000_000

/** CIFAR-10 and CIFAR-100 in the Python version: pickles with numpy's arrays. Nothing in them is run. @throws LabError */
export async function findCifarPython(folder: PlacedFolder): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = []
  for (const kind of cifarKinds) {
    for (const set of await findKind(kind, folder)) sets.push(set)
  }
  return sets
}

async function findKind(kind: CifarKind, { label, files }: PlacedFolder): Promise<readonly KnownSet[]> {
  const names = [...kind.train, kind.test]
  const wanted = [...names, kind.pythonNames]
  const present = wanted.filter((name) => files.has(name))
  if (present.length < kind.leastFiles) return []
  const missing = wanted.filter((name) => !files.has(name))
  if (missing.length > 0) throw missingFiles(label, missing, kind.name)
  const placed = names.map((name) => required(files.get(name), 'a file that is there'))
  const meta = await readDict(required(files.get(kind.pythonNames), 'the class names'))
  const counts: number[] = []
  for (const file of placed) counts.push(required(imagesOf(await readDict(file), file).shape[0], 'a count'))
  const verdict = await checkOfficial(
    placed.map((file) => [file.name, file]),
    kind.sums
  )
  const test = required(counts.at(-1), 'the test images')
  return kind.labels.map((labels) => ({
    kind: kind.kind,
    name: nameWith(kind.name, verdict),
    ...(labels.variant === undefined ? {} : { variant: labels.variant }),
    classes: namesIn(meta, labels, `${label}, ${kind.pythonNames}`),
    shape: cifarShape,
    licence: cifarLicence,
    official: verdict === 'official',
    counts: { train: counts.reduce((sum, count) => sum + count, 0) - test, test },
    images: (role, signal) =>
      readBatches(role === 'test' ? placed.slice(-1) : placed.slice(0, -1), labels, signal)
  }))
}

async function readDict(file: PlacedFile): Promise<PickleDict> {
  if (file.bytes > mostFileBytes) {
    throw badFile(
      file.label,
      `takes ${formatCount(file.bytes)} bytes, and files of this format may take ${formatCount(mostFileBytes)}`
    )
  }
  const reader = new ByteReader(file.open(), file.label)
  try {
    const { value } = readPickle(await reader.read(file.bytes), cifarDialect(file.label, file.bytes))
    if (isKind(value, 'dict')) return value
    throw badFile(file.label, 'is a pickle, but not one of CIFAR’s')
  } finally {
    await reader.close()
  }
}

/** u8[count, 3072] */
function imagesOf(batch: PickleDict, file: PlacedFile): ArrayContent {
  const data = batch.entries.get('data')
  const content = data instanceof NumpyArray ? data.content : undefined
  const [count, bytes] = content?.shape ?? []
  if (content?.shape.length !== 2 || content.type.kind !== 'u1' || bytes !== cifarImageBytes || count === 0) {
    throw badFile(file.label, `has no images of ${cifarImageBytes} bytes under “data”`)
  }
  return content
}

/** i32[count] */
function labelsOf(value: PickleValue | undefined, key: string, file: PlacedFile): Int32Array {
  const items = isKind(value, 'list') ? value.items : []
  const labels = items.filter((item) => typeof item === 'number')
  if (labels.length !== items.length || items.length === 0)
    throw badFile(file.label, `has no labels under “${key}”`)
  return Int32Array.from(labels)
}

function namesIn(meta: PickleDict, labels: CifarLabels, file: string): readonly string[] {
  const value = meta.entries.get(labels.namesKey)
  const names = isKind(value, 'list') ? value.items.map(nameOf).filter((name) => name !== undefined) : []
  if (names.length === labels.classes) return names
  throw badFile(file, `has no ${labels.classes} class names under “${labels.namesKey}”`)
}

function readerOf(pieces: Iterable<Uint8Array>, file: PlacedFile): Promise<ByteReader> {
  return Promise.resolve(new ByteReader(inPieces(pieces), file.label))
}

async function* readBatches(
  files: readonly PlacedFile[],
  { labelsKey, classes }: CifarLabels,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  for (const file of files) {
    const batch = await readDict(file)
    const { shape, data, fortran } = imagesOf(batch, file)
    const labels = labelsOf(batch.entries.get(labelsKey), labelsKey, file)
    const count = required(shape[0], 'a count')
    if (labels.length !== count) throw badFile(file.label, `has ${count} images and ${labels.length} labels`)
    yield* pairImages(
      {
        openPixels: () => readerOf(fortran ? fortranRows(data, shape) : [data], file),
        openLabels: () => readerOf([Buffer.from(labels.buffer)], file),
        labelType: { kind: 'i4', littleEndian: true },
        count,
        shape: cifarShape,
        order: 'planes',
        classOf: (label) => (label >= 0 && label < classes ? label : undefined),
        file: file.label,
        origin: file.name
      },
      signal
    )
  }
}
