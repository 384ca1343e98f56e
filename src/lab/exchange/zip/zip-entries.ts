import { hints, shown } from '../../checkpoint/invalid-checkpoint'
import { badZip, elsewhere, zip64 } from './bad-zip'
import { findDirectory } from './find-directory'

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string
  /** Where its content begins in the archive, and how many bytes it takes there. */
  readonly start: number
  readonly packedBytes: number
  readonly deflated: boolean
  /** Unpacked, as the archive says. */
  readonly bytes: number
  readonly crc32: number
}

const mostNameBytes = 1024
const directoryBytes = 46
const localBytes = 30

/**
 * Reads the directory of a zip archive, and checks that its files lie apart from one another.
 * @throws LabError 'checkpoint-invalid'
 */
export function listEntries(archive: Buffer, file: string): ReadonlyMap<string, ZipEntry> {
  const { count, from, to } = findDirectory(archive, file)
  const entries: Listed[] = []
  let at = from
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(archive, at, to, from, file)
    entries.push(entry)
    at = next
  }
  if (at !== to) throw badZip(file, 'is damaged: its list of files has another length than it says')
  let end = 0
  for (const { name, local, start, packedBytes } of [...entries].sort((a, b) => a.local - b.local)) {
    if (local < end) throw badZip(file, `is damaged: ${shown(name)} in it lies over another file`)
    end = start + packedBytes
  }
  const files = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (files.has(entry.name)) throw badZip(file, `has two files named ${shown(entry.name)}`)
    files.set(entry.name, entry)
  }
  for (const name of files.keys()) if (name.endsWith('/')) files.delete(name)
  return files
}

interface Listed extends ZipEntry {
  /** Where the header in front of its content begins. */
  readonly local: number
}

function readEntry(
  archive: Buffer,
  at: number,
  to: number,
  mostEnd: number,
  file: string
): { readonly entry: Listed; readonly next: number } {
  if (at + directoryBytes > to || archive.readUInt32LE(at) !== 0x02014b50)
    throw badZip(file, 'is damaged: its list of files ends early')
  const nameEnd = at + directoryBytes + archive.readUInt16LE(at + 28)
  const next = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  if (next > to) throw badZip(file, 'is damaged: its list of files ends early')
  const nameBytes = archive.subarray(at + directoryBytes, nameEnd)
  const name = checkedName(nameBytes, file)
  if ((archive.readUInt16LE(at + 8) & 1) !== 0)
    throw badZip(
      file,
      `is encrypted (${shown(name)})`,
      'Unpack it with its password, and save it without one.'
    )
  const method = archive.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8) {
    throw badZip(
      file,
      `has ${shown(name)} packed in a way that Tenfold does not read (method ${method})`,
      'Choose the file in the archive by itself, or pack it without compression.'
    )
  }
  const packedBytes = archive.readUInt32LE(at + 20)
  const bytes = archive.readUInt32LE(at + 24)
  const local = archive.readUInt32LE(at + 42)
  if (packedBytes === elsewhere || bytes === elsewhere || local === elsewhere) throw zip64(file)
  const start = contentStart(archive, local, nameBytes)
  if (start === undefined || start + packedBytes > mostEnd)
    throw badZip(file, `is damaged: ${shown(name)} is not where its list of files says`)
  const entry = {
    name,
    local,
    start,
    packedBytes,
    deflated: method === 8,
    bytes,
    crc32: archive.readUInt32LE(at + 16)
  }
  return { entry, next }
}

/** @returns undefined when no header of that name is there */
function contentStart(archive: Buffer, local: number, name: Buffer): number | undefined {
  const nameStart = local + localBytes
  if (nameStart > archive.length || archive.readUInt32LE(local) !== 0x04034b50) return undefined
  const nameEnd = nameStart + archive.readUInt16LE(local + 26)
  if (!archive.subarray(nameStart, nameEnd).equals(name)) return undefined
  return nameEnd + archive.readUInt16LE(local + 28)
}

function checkedName(bytes: Buffer, file: string): string {
  const name = bytes.toString('utf8')
  const leadsOut = name.startsWith('/') || /[\\\0:]/.test(name) || name.split('/').includes('..')
  if (bytes.length === 0 || bytes.length > mostNameBytes || leadsOut)
    throw badZip(file, `holds a file with a name that no checkpoint has: ${shown(name)}`, hints.choose)
  return name
}
