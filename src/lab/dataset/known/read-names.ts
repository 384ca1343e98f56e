import { decodeText } from '../../../core/base/decode-text'
import { badFile } from './formats/bad-file'
import type { PlacedFile } from './places/placed-file'

const mostBytes = 64 * 1024

/** A small text file, line by line, without empty lines. @throws LabError 'data-corrupt' */
export async function readLines(file: PlacedFile): Promise<readonly string[]> {
  if (file.bytes > mostBytes)
    throw badFile(file.label, `is too large for a list of names: ${file.bytes} bytes`)
  const pieces: Uint8Array[] = []
  for await (const piece of file.open()) pieces.push(piece)
  const text = decodeText(Buffer.concat(pieces))
  if (text === undefined) throw badFile(file.label, 'is not text')
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The names of a known number of classes. @throws LabError 'data-corrupt' */
export async function readNames(file: PlacedFile, count: number): Promise<readonly string[]> {
  const names = await readLines(file)
  if (names.length === count && new Set(names).size === count && names.every((name) => name.length <= 40))
    return names
  throw badFile(
    file.label,
    `must hold ${count} different names of classes, one on each line; it has ${names.length} lines`
  )
}
