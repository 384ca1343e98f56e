import type { ImportFinding } from '../../../core/data/import-finding'
import type { DatasetManifest } from '../files/manifest'

/** What a new data set holds, once its files are written. */
export type NewContent = Pick<
  DatasetManifest,
  'classes' | 'shape' | 'labelBytes' | 'normalisation' | 'files'
> & {
  readonly made: Omit<NonNullable<DatasetManifest['made']>, 'source' | 'at'>
  readonly findings: readonly ImportFinding[]
}
