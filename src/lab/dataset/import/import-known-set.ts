import { LabError } from '../../../core/base/lab-error'
import type { ImageShape } from '../../../core/data/dataset-info'
import type { ImportRequest } from '../../contract/dataset-import'
import { findKnownSets } from '../known/find-known-sets'
import type { KnownSet } from '../known/known-set'
import { DatasetWriter } from '../write/dataset-writer'
import type { ImportJob } from './import-images'
import type { NewContent } from './new-content'

type Work = Pick<ImportJob, 'folder' | 'signal' | 'onProgress'>

/**
 * Makes the files of a data set of a well-known one, with its own training and test images in their order.
 * @throws LabError as `findKnownSets`, 'not-found' where the place has changed, 'cancelled'
 */
export async function importKnownSet(
  { path: place, set: name, variant }: Extract<ImportRequest, { kind: 'known' }>,
  { folder, signal, onProgress }: Work
): Promise<NewContent> {
  const sets = await findKnownSets(place)
  const set = sets.find((one) => one.name === name && one.variant === variant)
  if (set === undefined) throw gone(place, name)
  const { kind, classes, counts, licence, official } = set
  const [height, width, channels] = set.shape
  const shape: ImageShape = [height, width, channels]
  const writer = new DatasetWriter(folder, shape, classes.length)
  const total = counts.train + counts.test
  let done = 0
  for (const role of ['train', 'test'] as const) {
    for await (const { label, pixels, origin } of set.images(role, signal)) {
      if (signal.aborted) throw cancelled()
      // The pixels are valid until the next image alone.
      await writer.add(role, { label, pixels: pixels.slice(), origin: { name: origin } })
      onProgress(++done, total)
    }
  }
  const files = await writer.finish()
  return {
    classes: [...classes],
    shape: [...shape],
    labelBytes: writer.labelBytes,
    normalisation: writer.histogram.normalisation(),
    files,
    made: {
      ...(licence === undefined ? {} : { licence }),
      known: { kind, ...(variant === undefined ? {} : { variant }), official }
    },
    findings: []
  }
}

/** What an examination tells of a set. */
export function describeSet({ name, variant, classes, shape, counts, official, licence }: KnownSet) {
  const [height, width, channels] = shape
  const own: [number, number, number] = [height, width, channels]
  return {
    name,
    ...(variant === undefined ? {} : { variant }),
    classes: [...classes],
    shape: own,
    ...counts,
    official,
    ...(licence === undefined ? {} : { licence })
  }
}

function gone(place: string, name: string): LabError {
  return new LabError('not-found', `${name} is not in ${place} any more.`, 'Look at the place again.')
}

function cancelled(): LabError {
  return new LabError('cancelled', 'The import was cancelled.', 'Nothing was added.')
}
