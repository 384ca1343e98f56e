import { readFile } from 'node:fs/promises'

/**
 * Where file systems are mounted, as Linux tells of it; nothing elsewhere, where a folder that is mounted always lies
 * on another device than the folder around it.
 */
export async function mountPoints(): Promise<ReadonlySet<string>> {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
  return parseMountPoints(text)
}

/** @param text of proc(5)'s mountinfo: the fifth field of each line, with spaces and the like in octal */
export function parseMountPoints(text: string): ReadonlySet<string> {
  const fields = text.split('\n').flatMap((line) => line.split(' ')[4] ?? [])
  return new Set(
    fields.map((field) =>
      field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    )
  )
}
