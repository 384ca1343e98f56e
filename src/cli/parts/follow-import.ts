import { LabError } from '../../core/base/lab-error'
import { formatBytesInTenths } from '../../core/format/format-bytes'
import { formatCount } from '../../core/format/format-number'
import type { ImportRequest, ImportStatus } from '../../lab/contract/dataset-import'
import type { Session } from '../console/session'

type Done = Extract<ImportStatus, { state: 'done' }>

/**
 * Imports a data set, with progress on stderr. An interruption takes back what was done.
 * @throws LabError whatever made the import fail; InterruptedError
 */
export async function followImport(session: Session, request: ImportRequest): Promise<Done> {
  const { lab, service, terminal, interruption } = session
  let unsubscribe = (): void => undefined
  const ended = new Promise<Done>((resolve, reject) => {
    unsubscribe = service.subscribe((notice) => {
      if (notice.event !== 'datasetImport') return
      const status = notice.data
      if (status.state === 'running') terminal.showProgress(importLine(status))
      else if (status.state === 'done') resolve(status)
      else if (status.state === 'failed') reject(LabError.fromData(status.error))
      else reject(new LabError('cancelled', 'The import was cancelled.', 'Nothing was added.'))
    })
  })
  try {
    const [done] = await interruption.unlessInterrupted(Promise.all([ended, lab.importDataset(request)]))
    return done
  } finally {
    terminal.showProgress('')
    unsubscribe()
  }
}

/** `2,600 of 5,200 images, 12 s left` */
function importLine({
  phase,
  done,
  total,
  secondsLeft
}: Extract<ImportStatus, { state: 'running' }>): string {
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`
  switch (phase) {
    case 'looking':
      return 'Looking at the files'
    case 'decoding':
      return `${formatCount(done)} of ${formatCount(total)} images${left}`
    case 'downloading':
    case 'copying': {
      const all = total === 0 ? '' : ` of ${formatBytesInTenths(total)}`
      return `${phase === 'downloading' ? 'Downloading' : 'Copying'}, ${formatBytesInTenths(done)}${all}${left}`
    }
  }
}
