import { required } from '../../../core/base/required'
import { badFile } from './formats/bad-file'
import { ByteReader } from './formats/byte-reader'
import {
  type CifarKind,
  cifarImageBytes,
  cifarKinds,
  type CifarLabels,
  cifarLicence,
  cifarShape,
  missingFiles
} from './cifar-kinds'
import { labelOutside, requireNotAborted } from './image-pairs'
import type { KnownImage, KnownSet } from './known-set'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile, PlacedFolder } from './places/placed-file'
import { readNames } from './read-names'

const batchRecords = 256

/** CIFAR-10 and CIFAR-100 in the binary version: records of labels and planes. @throws LabError */
export async function findCifarBinary(folder: PlacedFolder): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = []
  for (const kind of cifarKinds) {
    for (const set of await findKind(kind, folder)) sets.push(set)
  }
  return sets
}

async function findKind(kind: CifarKind, { label, files }: PlacedFolder): Promise<readonly KnownSet[]> {
  const names = [...kind.train, kind.test].map((name) => `${name}.bin`)
  const nameFiles = kind.labels.map(({ namesFile }) => namesFile)
  const wanted = [...names, ...nameFiles]
  const present = wanted.filter((name) => files.has(name))
  if (present.length < kind.leastFiles) return []
  const missing = wanted.filter(
    (name) => !files.has(name) && !(kind.names !== undefined && nameFiles.includes(name))
  )
  if (missing.length > 0) throw missingFiles(label, missing, kind.name)
  const placed = names.map((name) => required(files.get(name), 'a file that is there'))
  const counts = placed.map((file) => recordsOf(file, kind))
  const verdict = await checkOfficial(
    placed.map((file) => [file.name, file]),
    kind.sums
  )
  const test = required(counts.at(-1), 'the test images')
  const train = counts.reduce((sum, count) => sum + count, 0) - test
  const sets: KnownSet[] = []
  for (const labels of kind.labels) {
    sets.push({
      kind: kind.kind,
      name: nameWith(kind.name, verdict),
      ...(labels.variant === undefined ? {} : { variant: labels.variant }),
      classes: await namesOf(files.get(labels.namesFile), kind, labels),
      shape: cifarShape,
      licence: cifarLicence,
      official: verdict === 'official',
      counts: { train, test },
      images: (role, signal) =>
        readRecords(role === 'test' ? placed.slice(-1) : placed.slice(0, -1), kind, labels, signal)
    })
  }
  return sets
}

async function namesOf(
  file: PlacedFile | undefined,
  kind: CifarKind,
  { classes }: CifarLabels
): Promise<readonly string[]> {
  return file === undefined ? required(kind.names, 'the class names') : readNames(file, classes)
}

function recordsOf(file: PlacedFile, { labelBytes, name }: CifarKind): number {
  const records = file.bytes / (labelBytes + cifarImageBytes)
  if (Number.isInteger(records) && records > 0) return records
  throw badFile(
    file.label,
    `has ${file.bytes} bytes, which is no whole number of images: each takes ${labelBytes + cifarImageBytes} in ${name}`
  )
}

async function* readRecords(
  files: readonly PlacedFile[],
  kind: CifarKind,
  labels: CifarLabels,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  const bytes = kind.labelBytes + cifarImageBytes
  for (const file of files) {
    const reader = new ByteReader(file.open(), file.label)
    const count = recordsOf(file, kind)
    const origin = file.name.replace(/\.bin$/, '')
    try {
      for (let begin = 0; begin < count; begin += batchRecords) {
        requireNotAborted(signal)
        const records = Math.min(batchRecords, count - begin)
        const block = await reader.read(records * bytes)
        for (let i = 0; i < records; i++) {
          const label = block.readUInt8(i * bytes + labels.labelByte)
          if (label >= labels.classes) {
            throw labelOutside(file.label, begin + i, label)
          }
          const pixels = block.subarray(i * bytes + kind.labelBytes, (i + 1) * bytes)
          yield { label, pixels, origin: `${origin}, image ${begin + i}` }
        }
      }
    } finally {
      await reader.close()
    }
  }
}
