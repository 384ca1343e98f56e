import { ownCommand } from '../../core/base/own-command'
import { LabError } from '../../core/base/lab-error'
import type { DatasetSource, DatasetStatus } from '../../lab/contract/dataset-status'
import { downloadLine, downloadMilestone } from '../console/progress-line'
import type { Session } from '../console/session'

export type ReadyDataset = Extract<DatasetStatus, { state: 'ready' }>

export interface DownloadWish {
  readonly source: DatasetSource
  /** Its id; the home where it is left out. */
  readonly dataset?: string | undefined
  /** Of a local archive or folder. */
  readonly path?: string
}

/**
 * Downloads what is missing or damaged, with progress on stderr.
 * @throws LabError whatever made the download fail; InterruptedError
 */
export async function downloadDataset(session: Session, wish: DownloadWish): Promise<ReadyDataset> {
  const { lab, service, terminal, interruption } = session
  const { info } = await lab.getDataset({ dataset: wish.dataset })
  let said: string | undefined
  const show = (status: Extract<DatasetStatus, { state: 'downloading' }>): void => {
    terminal.showProgress(downloadLine(status))
    const milestone = downloadMilestone(status)
    if (terminal.drawsProgress || milestone === undefined || milestone === said) return
    said = milestone
    terminal.say(milestone)
  }
  let unsubscribe = (): void => undefined
  const settled = new Promise<ReadyDataset>((resolve, reject) => {
    unsubscribe = service.subscribe((notice) => {
      if (notice.event !== 'dataset' || notice.data.info.id !== info.id) return
      const status = notice.data
      if (status.state === 'downloading') show(status)
      else if (status.state === 'ready') resolve(status)
      else if (status.state === 'failed') reject(LabError.fromData(status.error))
      else
        reject(
          new LabError(
            'cancelled',
            'The download was cancelled.',
            `Start it again: ${ownCommand} data download`
          )
        )
    })
  })
  try {
    // Both at once: the download may fail before the call that starts it has returned.
    const [ready] = await interruption.unlessInterrupted(Promise.all([settled, lab.downloadDataset(wish)]))
    terminal.showProgress('')
    terminal.say(`${ready.info.name} is ready (${ready.source}, verified).`)
    return ready
  } finally {
    terminal.showProgress('')
    unsubscribe()
  }
}
