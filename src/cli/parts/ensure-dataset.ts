import { LabError } from '../../core/base/lab-error'
import type { Session } from '../console/session'
import { downloadDataset, type DownloadWish, type ReadyDataset } from './download-dataset'

/**
 * Downloads what is missing of the data set. Files that do not match their checksums stay: perhaps somebody has changed
 * them on purpose.
 * @throws LabError what is wrong with the files, and whatever made the download fail; InterruptedError
 */
export async function ensureDataset(session: Session, wish: DownloadWish): Promise<ReadyDataset> {
  const { dataset } = wish
  const present = await session.lab.getDataset(dataset === undefined ? {} : { dataset })
  if (present.state === 'ready') return present
  if (present.state === 'failed' && present.error.code !== 'data-missing') {
    throw LabError.fromData(present.error)
  }
  return downloadDataset(session, wish)
}
