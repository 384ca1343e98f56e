import { exportLine } from '../console/progress-line'
import type { Session } from '../console/session'

/**
 * Exports a data set, with progress on stderr. An interruption takes back what was done.
 * @param begin calls the lab
 * @throws LabError whatever made it fail; InterruptedError
 */
export async function followExport<T>(session: Session, begin: () => Promise<T>): Promise<T> {
  const { service, terminal, interruption } = session
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event === 'datasetExport') terminal.showProgress(exportLine(notice.data))
  })
  try {
    return await interruption.unlessInterrupted(begin())
  } finally {
    terminal.showProgress('')
    unsubscribe()
  }
}
