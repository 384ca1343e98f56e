import { LabError } from '../../../core/base/lab-error'
import type { Examination } from '../../contract/dataset-import'
import type { DecodedImage, ImageRequest } from '../decoding/decoder-protocol'
import { examineArchive } from '../export/examine-archive'
import { findKnownSets } from '../known/find-known-sets'
import { examineFolder } from './examine-folder'
import { describeSet } from './import-known-set'

/**
 * What is at a place: an exported data set, well-known ones in files of their own, else a folder of images.
 * @param place absolute
 * @throws LabError as `examineArchive`, `findKnownSets` and `scanFolder`
 */
export async function examinePlace(
  place: string,
  decode: (request: ImageRequest) => Promise<DecodedImage>
): Promise<Examination> {
  const archive = await examineArchive(place)
  if (archive !== undefined) return archive
  const known = await findKnownSets(place).catch((thrown: unknown) => {
    if (thrown instanceof LabError) return thrown
    throw thrown
  })
  if (!(known instanceof LabError) && known.length > 0)
    return { kind: 'known', path: place, sets: known.map(describeSet) }
  try {
    return { kind: 'folder', ...(await examineFolder(place, decode)) }
  } catch (thrown) {
    // What seemed to be a known data set says more of itself.
    throw known instanceof LabError && known.code !== 'not-found' ? known : thrown
  }
}
