import { type Zippable, zipSync } from 'fflate'

/** The earliest day that a zip file can name: the same files give the same archive. */
const day = new Date(1980, 0, 1)

/** A zip archive with nothing compressed in it. */
export function zipFiles(
  files: readonly (readonly [name: string, content: Uint8Array | string])[]
): Uint8Array {
  const entries: Zippable = {}
  for (const [name, content] of files) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    entries[name] = [bytes, { level: 0, mtime: day }]
  }
  return zipSync(entries)
}
