import zlib from 'node:zlib'
import { formatCount } from '../../../core/format/format-number'
import { hints, shown } from '../../checkpoint/invalid-checkpoint'
import { crc32 } from '../../dataset/known/places/crc32'
import { errorCode } from '../../storage/storage-error'
import type { ValueBudget } from '../tensors/value-budget'
import { badZip } from './bad-zip'
import type { ZipEntry } from './zip-entries'

/** Twice that much memory is in use while it is unpacked. */
const mostUnpackedBytes = 150_000_000
const mostPieceBytes = 2 ** 20
const leastPieceBytes = 2 ** 10

/** PyTorch writes it when it is told to compute none. */
const unknownChecksum = 0

/** Node has a faster one from version 20.15 on. */
const checksum: (bytes: Uint8Array) => number =
  'crc32' in zlib ? (bytes) => zlib.crc32(bytes) : (bytes) => crc32(bytes, 0)

/**
 * The content of a zip archive's entry, whose checksum is checked where it has one.
 * @throws LabError 'checkpoint-invalid' when it is damaged, or unpacks to more than the archive or the budget says
 */
export function unpackEntry(archive: Buffer, entry: ZipEntry, file: string, budget: ValueBudget): Uint8Array {
  const packed = archive.subarray(entry.start, entry.start + entry.packedBytes)
  const content = entry.deflated ? inflate(packed, entry, file, budget) : packed
  if (content.length !== entry.bytes) throw otherLength(entry, file)
  if (entry.crc32 !== unknownChecksum && checksum(content) !== entry.crc32)
    throw badZip(file, `is damaged: ${shown(entry.name)} in it does not match its checksum`, hints.damaged)
  return content
}

function inflate(packed: Buffer, entry: ZipEntry, file: string, budget: ValueBudget): Buffer {
  const { name, bytes } = entry
  if (bytes > mostUnpackedBytes) {
    throw badZip(
      file,
      `has ${shown(name)} packed, which takes ${formatCount(bytes)} bytes; at most ${formatCount(mostUnpackedBytes)} are unpacked`,
      'Choose the file in the archive by itself, or pack it without compression.'
    )
  }
  budget.spend(bytes)
  try {
    return zlib.inflateRawSync(packed, {
      maxOutputLength: Math.max(1, bytes),
      chunkSize: Math.min(mostPieceBytes, Math.max(leastPieceBytes, bytes))
    })
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw otherLength(entry, file)
    throw badZip(file, `is damaged: ${shown(name)} in it cannot be unpacked`, hints.damaged, error)
  }
}

function otherLength({ name, bytes }: ZipEntry, file: string): Error {
  return badZip(
    file,
    `is damaged: ${shown(name)} in it does not have the ${formatCount(bytes)} bytes that the archive lists`,
    hints.damaged
  )
}
