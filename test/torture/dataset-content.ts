import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryPrefix } from '../../src/lab/storage/temporary-path'
import { recordBytes } from '../../src/lab/dataset/files/manifest'
import { readCollection } from '../../src/lab/dataset/library/stored-collection'

/** Files of a data set's folder beside those of images. */
const known = new Set(['manifest.json', 'draft.json', 'dataset.json', 'findings.json'])

/**
 * What a data set holds: its classes, and of each image the set, the class and what tells its pixels apart. Read from the
 * files themselves.
 * @throws LabError for a manifest that cannot be read, Error for files that are not as it says
 */
export async function contentOf(folder: string): Promise<readonly string[]> {
  const now = await readCollection(folder)
  if (now === undefined) throw new Error(`there is no data set at ${folder}`)
  const lines = now.classes.map((name) => `class ${name}`)
  for (const { name, role, sha256 } of now.files) {
    const content = await readFile(path.join(folder, name))
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      throw new Error(`${name} does not match its checksum`)
    const bytes = recordBytes(now)
    for (let at = 0; at < content.length; at += bytes) {
      const label = content.readUIntLE(at, now.labelBytes)
      const pixels = content.subarray(at + now.labelBytes, at + bytes)
      lines.push(
        `${role} ${now.classes[label] ?? `label ${label}`} ${createHash('md5').update(pixels).digest('hex')}`
      )
    }
  }
  return lines.sort()
}

/** Files in a data set's folder that nothing needs. */
export async function unneededFiles(folder: string): Promise<string[]> {
  const now = await readCollection(folder)
  const needed = new Set((now?.files ?? []).flatMap(({ name, origins = name }) => [name, origins]))
  const found = (await readdir(folder)).filter(
    (name) => !known.has(name) && !needed.has(name) && !name.startsWith(temporaryPrefix)
  )
  return found.map((name) => `${path.basename(folder)} has ${name}, which nothing needs`)
}
