import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { sourcesVersion } from './fetch-sources'
import type { TensorflowLibrary } from './tensorflow-library'

/** What the folders of bindings are called; any other folder is somebody else's. */
const ownFolder = /^(?:package-(?:cpu|gpu)|\d[\w.+-]*-[0-9a-f]{12})$/

/** Where the binding of a package lies. */
export function packageFolder(folder: string, device: 'cpu' | 'gpu'): string {
  return path.join(folder, `package-${device}`)
}

/** Where the binding for a library lies: another TensorFlow, other sources, another kind of computer: another folder. */
export function libraryFolder(folder: string, library: TensorflowLibrary): string {
  const { fingerprint, version } = library
  const what = [library.folder, fingerprint, sourcesVersion, process.platform, process.arch].join('\n')
  const key = createHash('sha256').update(what).digest('hex').slice(0, 12)
  return path.join(folder, `${version}-${key}`)
}

/** What was built or downloaded, each in a folder of its own, goes, but for the folder of the binding that is kept. */
export async function removeBindings(folder: string, kept?: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const place = path.join(folder, entry.name)
    const isOurs = entry.isDirectory() && ownFolder.test(entry.name)
    if (isOurs && kept?.startsWith(place + path.sep) !== true) {
      await rm(place, { recursive: true, force: true })
    }
  }
}
