import { LabError } from '../../../core/base/lab-error'
import type { DatasetFile, DatasetManifest } from './manifest'

/**
 * The file is what its checksum says: then it is the manifest that does not fit.
 * @throws LabError 'data-corrupt' for a label without a class
 */
export function checkLabels(
  labels: Uint16Array | readonly number[],
  { classes }: Pick<DatasetManifest, 'classes'>,
  { name }: Pick<DatasetFile, 'name'>
): void {
  const wrong = labels.find((label) => label >= classes.length)
  if (wrong === undefined) return
  throw new LabError(
    'data-corrupt',
    `${name} contains the label ${wrong}, but the data set's manifest has ${classes.length} classes.`,
    'Correct the manifest: it needs a class for each label.'
  )
}
