import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { pipeline as finish } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { z } from '../../src/core/base/schema'

const hostileCase = z.object({
  name: z.string(),
  /** What to look at, in the folder that is named as the case. */
  place: z.string(),
  code: z.string(),
  /** A part of the error. */
  message: z.string()
})

/** Unpacks what make-hostile-sets.py wrote: a folder for each case. */
export async function unpackHostileSets(folder: string): Promise<readonly z.infer<typeof hostileCase>[]> {
  const unpacked = extract()
  const source = createReadStream(path.join(import.meta.dirname, 'hostile.tar.gz'))
  pipeline(source, createGunzip(), unpacked, () => undefined)
  for await (const entry of unpacked) {
    const file = path.join(folder, entry.header.name)
    await mkdir(path.dirname(file), { recursive: true })
    await finish(entry, createWriteStream(file))
  }
  return z.array(hostileCase).parse(JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')))
}
