import { formatCount } from '../../../core/format/format-number'
import { hints } from '../../checkpoint/invalid-checkpoint'
import { badZip, elsewhere, zip64 } from './bad-zip'

/** A network of 1000 layers has some 4000 tensors, and its optimizer two or three times as many. */
const mostEntries = 20_000
const endBytes = 22
const mostCommentBytes = 65_535

/**
 * Where the list of files lies in a zip archive.
 * @throws LabError 'checkpoint-invalid'
 */
export function findDirectory(
  archive: Buffer,
  file: string
): { readonly count: number; readonly from: number; readonly to: number } {
  const end = findEnd(archive, file)
  const count = archive.readUInt16LE(end + 10)
  const bytes = archive.readUInt32LE(end + 12)
  const from = archive.readUInt32LE(end + 16)
  if (count === 0xffff || bytes === elsewhere || from === elsewhere) throw zip64(file)
  if (archive.readUInt16LE(end + 4) !== 0 || archive.readUInt16LE(end + 8) !== count)
    throw badZip(file, 'is one part of a zip archive of several', 'Put the parts together first.')
  if (count > mostEntries) {
    throw badZip(
      file,
      `holds ${formatCount(count)} files; at most ${formatCount(mostEntries)} are allowed`,
      hints.choose
    )
  }
  if (from + bytes > end) throw badZip(file, 'is damaged: its list of files is not where it says')
  return { count, from, to: from + bytes }
}

/** The record at the end of the archive, which only a comment follows. */
function findEnd(archive: Buffer, file: string): number {
  const first = Math.max(0, archive.length - endBytes - mostCommentBytes)
  for (let at = archive.length - endBytes; at >= first; at--) {
    if (archive.readUInt32LE(at) !== 0x06054b50) continue
    if (at + endBytes + archive.readUInt16LE(at + 20) === archive.length) return at
  }
  throw badZip(
    file,
    'is a zip archive without its end: the rest was cut off',
    'The download or copy was probably interrupted. Copy it again, or use another checkpoint.'
  )
}
