import { createHash } from 'node:crypto'
import { inflated } from './formats/inflated'
import type { PlacedFile } from './places/placed-file'

/** Published checksums, in hexadecimal: 64 digits are sha256, 32 are md5. */
export interface OfficialSums {
  /** Of whole archives. */
  readonly archives: readonly string[]
  /** Of files, by their names: as they are, or unpacked. */
  readonly files: Readonly<Record<string, readonly string[]>>
}

/** 'unknown' where no sum has been published of these files. */
export type Verdict = 'official' | 'other' | 'unknown'

/** @param files with the names that they have in `sums` */
export async function checkOfficial(
  files: readonly (readonly [name: string, file: PlacedFile])[],
  sums: OfficialSums
): Promise<Verdict> {
  let verdict: Verdict = 'official'
  for (const [name, file] of files) {
    if (file.archive !== undefined && (await matches(file.archive, sums.archives))) continue
    const known = sums.files[name]
    if (known === undefined) verdict = 'unknown'
    else if (!(await matches(file, known))) return 'other'
  }
  return verdict
}

export function nameWith(name: string, verdict: Verdict): string {
  if (verdict === 'official') return name
  return verdict === 'other' ? `${name} (other files)` : `${name} (unverified files)`
}

async function matches(file: PlacedFile, sums: readonly string[]): Promise<boolean> {
  const contents = /^(?!.*\.tar\.gz$).*\.gz$/i.test(file.name)
    ? (['packed', 'unpacked'] as const)
    : (['packed'] as const)
  for (const algorithm of ['sha256', 'md5'] as const) {
    const known = sums.filter((sum) => sum.length === digits[algorithm])
    for (const content of known.length === 0 ? [] : contents) {
      if (known.includes(await sumOf(file, algorithm, content))) return true
    }
  }
  return false
}

const digits = { sha256: 64, md5: 32 }
/** A file may belong to several sets. */
const cache = new WeakMap<PlacedFile, Map<string, string>>()

async function sumOf(
  file: PlacedFile,
  algorithm: keyof typeof digits,
  content: 'packed' | 'unpacked'
): Promise<string> {
  const known = cache.get(file) ?? new Map<string, string>()
  cache.set(file, known)
  const key = `${algorithm} ${content}`
  const before = known.get(key)
  if (before !== undefined) return before
  const hash = createHash(algorithm)
  const pieces = content === 'unpacked' ? inflated(file.open(), 'gzip', file.label) : file.open()
  for await (const piece of pieces) hash.update(piece)
  const sum = hash.digest('hex')
  known.set(key, sum)
  return sum
}
