import { z } from '../../../core/base/schema'
import { datasetManifest, type DatasetManifest } from '../files/manifest'

/** The first file in an archive; it tells of all others. */
export const archiveManifestName = 'manifest.json'
/** Of the manifest: a thousand classes and files take a tenth of it. */
export const mostManifestBytes = 4 * 2 ** 20

/** What an archive's manifest says. Format 1 would be one without a seal. */
export const archiveManifest = {
  name: 'exported data set',
  format: 2,
  content: z.object({
    kind: z.literal('tenfold-data'),
    dataset: datasetManifest,
    /** Of the files that say where the images come from. */
    origins: z.array(z.object({ name: z.string(), bytes: z.int().min(1), sha256: z.string() }))
  })
}
export type ArchiveManifest = z.infer<typeof archiveManifest.content>

/** A manifest for other machines: the folders of this one are nobody's business, and nothing is to be downloaded. */
export function travellingManifest(manifest: DatasetManifest): DatasetManifest {
  const { archive: _, npm: __, made, ...rest } = manifest
  if (made === undefined) return rest
  const last = made.source
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .at(-1)
  return { ...rest, made: { ...made, source: last ?? 'a folder' } }
}
