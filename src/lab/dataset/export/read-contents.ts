import { LabError } from '../../../core/base/lab-error'
import { unseal } from '../../storage/sealed-file'
import {
  archiveManifest,
  type ArchiveManifest,
  archiveManifestName,
  mostManifestBytes
} from './archive-manifest'
import { noArchive, type TarEntry } from './read-tar'

/** What else is in the folder of a data set. */
const ownNames = ['manifest.json', 'dataset.json', 'findings.json', 'owner', 'owner.json']

/** What the first file of an archive says. Its names are checked: each is to become a file's. */
export async function readContents(entry: TarEntry): Promise<ArchiveManifest> {
  if (entry.name !== archiveManifestName || entry.bytes > mostManifestBytes)
    throw noArchive('Tenfold did not export it')
  const pieces: Uint8Array[] = []
  for await (const piece of entry.content) pieces.push(piece)
  const text = Buffer.concat(pieces).toString('utf8')
  try {
    const contents = unseal(text, 'its manifest', archiveManifest)
    if (!namesEachOnce(contents)) throw noArchive('its manifest names files twice, or not at all')
    return contents
  } catch (thrown) {
    const error = LabError.from(thrown)
    if (error.code === 'unsupported') throw error
    throw noArchive('Tenfold did not export it, or it is damaged', thrown)
  }
}

function namesEachOnce({ dataset: { files }, origins }: ArchiveManifest): boolean {
  const named = files.flatMap((file) => file.origins ?? [])
  const told = origins.map(({ name }) => name)
  const all = [...ownNames, ...files.map(({ name }) => name), ...told].map((name) => name.toLowerCase())
  return named.sort().join('/') === told.sort().join('/') && new Set(all).size === all.length
}
